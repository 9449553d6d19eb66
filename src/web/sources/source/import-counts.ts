/** The counts kept with an import, as its table shows them. Pure. */
export interface ImportCounts {
  readonly read: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly blank: number;
  readonly simulated: number;
  readonly refused: number;
}

/** `refused` may be counted by reason. What is not there is 0. */
export function importCounts(counts: Readonly<Record<string, unknown>>): ImportCounts {
  const of = (name: string): number => {
    const value = counts[name];
    if (typeof value === 'object' && value !== null)
      return Object.values(value).reduce<number>((sum, count) => sum + (Number(count) || 0), 0);
    return Number(value) || 0;
  };
  return {
    read: of('read'),
    stored: of('stored'),
    duplicate: of('duplicate'),
    blank: of('blank'),
    simulated: of('simulated'),
    refused: of('refused'),
  };
}
