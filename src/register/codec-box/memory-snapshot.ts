/**
 * Sets an interpreter's memory back to what it was right after its codec was loaded, before every message. It is what makes
 * messages strangers to each other: globals, caches and polluted prototypes of one are gone before the next. About 160 kB are
 * copied for a small codec, in 4 µs. The module's memory is [constants and variables][C stack][heap]: the stack needs no
 * restoring between calls, and what lies above the heap is free memory again once the allocator's own books are back.
 */
const PAGE_BYTES = 4096;
const CHUNK_BYTES = 65_536;
const ZEROS = Buffer.alloc(CHUNK_BYTES);
const ROOMY_BYTES = 2 * 1024 * 1024;
const MARK_EVERY_BYTES = 256 * 1024;
const MARK = 0x4c_61_6d_70;

export interface MemorySnapshot {
  restore(): void;
  /** Whether a message has used so much memory that the instance would keep the machine's pages; measured by marks left there. */
  isBloated(): boolean;
  /** How much is copied for each message. */
  readonly bytes: number;
}

export interface StackRange {
  readonly from: number;
  readonly to: number;
}

/** The C stack of a freshly started module: its widest stretch of untouched pages with something on both sides. */
export function findStack(memory: Uint8Array): StackRange {
  let widest = { from: 0, to: 0 };
  let lastUsed = 0;
  for (let page = 0; page < memory.length; page += PAGE_BYTES) {
    if (isZero(memory, page, PAGE_BYTES)) continue;
    if (page - lastUsed > widest.to - widest.from) widest = { from: lastUsed + PAGE_BYTES, to: page };
    lastUsed = page;
  }
  return widest;
}

/** Remembers all but the stack. To be taken when no call into the interpreter is under way. */
export function takeSnapshot(memory: Uint8Array, stack: StackRange): MemorySnapshot {
  let end = memory.length;
  while (end > stack.to && isZero(memory, end - CHUNK_BYTES, CHUNK_BYTES)) end -= CHUNK_BYTES;
  while (end > stack.to && isZero(memory, end - PAGE_BYTES, PAGE_BYTES)) end -= PAGE_BYTES;
  const variables = memory.slice(0, stack.from);
  const heap = memory.slice(stack.to, end);
  const words = new Int32Array(memory.buffer);
  const marks: number[] = [];
  for (let at = end + ROOMY_BYTES; at < memory.length; at += MARK_EVERY_BYTES) marks.push(at / 4);
  for (const at of marks) words[at] = MARK;
  return {
    isBloated: () => marks.some((at) => words[at] !== MARK),
    restore() {
      memory.set(variables, 0);
      memory.set(heap, stack.to);
    },
    bytes: variables.length + heap.length,
  };
}

function isZero(memory: Uint8Array, from: number, length: number): boolean {
  return ZEROS.compare(memory, from, from + length, 0, length) === 0;
}
