/**
 * Made-up randomness that anyone can compute again: a number depends on a seed, a name and a place on the line, and on
 * nothing that was asked before. Value noise over a lattice of hashed numbers. Pure.
 */

/** A 32-bit number for a text (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** A number in [0, 1) for a stream and a whole number (the finaliser of MurmurHash3, over both). */
export function chance(stream: number, index: number): number {
  let hash =
    Math.imul(stream ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index | 0, 0xc2b2ae35) ^ Math.floor(index / 4294967296);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise in [0, 1): hashed numbers every `periodMs`, with a soft curve between them. */
export function drift(stream: number, atMs: number, periodMs: number): number {
  const position = atMs / periodMs;
  const before = Math.floor(position);
  const share = position - before;
  const soft = share * share * (3 - 2 * share);
  return chance(stream, before) * (1 - soft) + chance(stream, before + 1) * soft;
}

/** Noise with a slow and two quicker movements, in [0, 1). */
export function weather(stream: number, atMs: number, periodMs: number): number {
  return (
    0.57 * drift(stream, atMs, periodMs) +
    0.29 * drift(stream + 1, atMs, periodMs / 3) +
    0.14 * drift(stream + 2, atMs, periodMs / 8)
  );
}
