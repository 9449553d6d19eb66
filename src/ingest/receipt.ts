/** Why a reading was not stored, in the words of the ledger. */
export const REASONS = [
  'unknown-device',
  'device-not-live',
  'undeclared-property',
  'declaration-not-in-force',
  'consent-withdrawn',
  'out-of-range',
  'unparseable',
  'too-frequent',
  'clock',
] as const;
export type Reason = (typeof REASONS)[number];

/** What became of the readings of one message: read = stored + duplicate + blank + simulated + refused. */
export interface Receipt {
  read: number;
  /** Committed, with fsync on. Includes `beside`. */
  stored: number;
  /** Stored although another value stood for the same time; both are kept. */
  beside: number;
  duplicate: number;
  blank: number;
  simulated: number;
  refused: Partial<Record<Reason, number>>;
  /** For the sender: what was refused and what to do, naming fields, never values. */
  notes: string[];
}

export function emptyReceipt(): Receipt {
  return { read: 0, stored: 0, beside: 0, duplicate: 0, blank: 0, simulated: 0, refused: {}, notes: [] };
}

/** Adds `part` to `sum`; of the notes it keeps the first twenty different ones. */
export function addReceipt(sum: Receipt, part: Receipt): void {
  sum.read += part.read;
  sum.stored += part.stored;
  sum.beside += part.beside;
  sum.duplicate += part.duplicate;
  sum.blank += part.blank;
  sum.simulated += part.simulated;
  for (const reason in part.refused) {
    sum.refused[reason as Reason] = (sum.refused[reason as Reason] ?? 0) + part.refused[reason as Reason]!;
  }
  for (const note of part.notes) {
    if (sum.notes.length < 20 && !sum.notes.includes(note)) sum.notes.push(note);
  }
}

/** True when the receipt accounts for every reading it read. */
export function addsUp({ read, stored, duplicate, blank, simulated, refused }: Omit<Receipt, 'notes'>): boolean {
  const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0);
  return read === stored + duplicate + blank + simulated + refusals;
}
