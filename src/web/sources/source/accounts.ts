/** What came through a source, added up so that nothing is left unexplained. Pure. */
import { addsUp, REASONS, type Reason } from '../../../ingest/index.ts';

export interface Account {
  readonly read: number;
  readonly stored: number;
  /** Of the stored: kept beside another value of the same time. */
  readonly beside: number;
  readonly duplicate: number;
  readonly blank: number;
  readonly simulated: number;
  readonly refused: Partial<Record<Reason, number>>;
  /** read = stored + duplicate + blank + simulated + refused. */
  readonly balances: boolean;
}

interface Line {
  readonly outcome: string;
  readonly count: number;
}

/** Adds the ledger's lines up by outcome. */
export function accountOf(lines: readonly Line[]): Account {
  const sums = new Map<string, number>();
  for (const { outcome, count } of lines) sums.set(outcome, (sums.get(outcome) ?? 0) + Number(count));
  const of = (outcome: string) => sums.get(outcome) ?? 0;
  const refused: Partial<Record<Reason, number>> = {};
  for (const reason of REASONS) if (of(`refused:${reason}`) > 0) refused[reason] = of(`refused:${reason}`);
  const account = {
    read: of('read'),
    stored: of('stored'),
    beside: of('beside'),
    duplicate: of('duplicate'),
    blank: of('blank'),
    simulated: of('simulated'),
    refused,
  };
  return { ...account, balances: addsUp(account) };
}

/** The account of the `days` UTC days that end with `today` (YYYY-MM-DD). */
export function accountOfDays(
  lines: readonly (Line & { readonly day: string })[],
  today: string,
  days: number,
): Account {
  const first = new Date(Date.parse(`${today}T00:00:00Z`) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return accountOf(lines.filter(({ day }) => day >= first && day <= today));
}
