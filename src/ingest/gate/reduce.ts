/** What a declaration asks for before a value is stored: fewer decimals, small counts suppressed. Pure. */

/**
 * Rounds to `decimals` places, halves away from zero, so that -0.5 and 0.5 are treated alike; negative decimals keep tens,
 * hundreds … A rounded value rounds to itself.
 */
export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** Math.abs(decimals);
  const scaled = decimals >= 0 ? Math.abs(value) * scale : Math.abs(value) / scale;
  if (scaled >= Number.MAX_SAFE_INTEGER) return value;
  const rounded = Math.round(scaled);
  const magnitude = decimals >= 0 ? rounded / scale : rounded * scale;
  return value < 0 && magnitude !== 0 ? -magnitude : magnitude;
}

/** The text stored in place of a count that is under the threshold but not zero; undefined when the count may stand. */
export function suppressed(value: number, below: number): string | undefined {
  return value !== 0 && value < below ? `<${below}` : undefined;
}
