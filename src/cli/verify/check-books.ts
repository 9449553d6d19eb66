/**
 * Whether the accounts add up to the row: read = stored + duplicate + blank + simulated + refused for each source, and
 * for each device the rows that stand are those booked as stored less what retention deleted. Pure.
 */
import type { Books, DeviceAccount, ImportAccount, SourceAccount } from './accounts.store.ts';

/** One sentence for each thing that does not add up; empty when everything does. */
export function discrepanciesOf({ sources, devices, imports }: Books): string[] {
  return [...sources.flatMap(checkSource), ...devices.flatMap(checkDevice), ...imports.flatMap(checkImport)];
}

/** Readings that were refused, for whatever reason. */
export function refusedOf(outcomes: Readonly<Record<string, number>>): number {
  return Object.entries(outcomes).reduce((sum, [name, count]) => (name.startsWith('refused:') ? sum + count : sum), 0);
}

function checkSource({ source, outcomes, oddLines }: SourceAccount): string[] {
  const { read = 0, stored = 0, duplicate = 0, blank = 0, simulated = 0, beside = 0 } = outcomes;
  const accounted = stored + duplicate + blank + simulated + refusedOf(outcomes);
  const said: string[] = [];
  if (read !== accounted)
    said.push(`${source}: ${read} read, but ${accounted} accounted for (${difference(read - accounted)}).`);
  else if (oddLines > 0)
    said.push(`${source}: ${oddLines} lines of a device and day do not add up, though their sum does.`);
  if (beside > stored) said.push(`${source}: ${beside} kept beside others, but only ${stored} stored.`);
  return said;
}

function checkDevice({ device, booked, bookedBeside, standing, standingBeside, retired }: DeviceAccount): string[] {
  const said: string[] = [];
  const expected = booked - retired;
  if (standing !== expected) {
    const less = retired > 0 ? `${booked} stored less ${retired} deleted by retention` : `${booked} stored`;
    said.push(`${device}: ${standing} rows stand, but the ledger says ${less} (${difference(standing - expected)}).`);
  }
  if (retired === 0 && standing === expected && standingBeside !== bookedBeside)
    said.push(`${device}: ${standingBeside} rows stand beside others, but the ledger says ${bookedBeside}.`);
  return said;
}

function checkImport({ id, source, fileName, finishedAt, counts }: ImportAccount): string[] {
  if (finishedAt === null) return [];
  const number = (name: string) => Number(counts[name] ?? 0);
  const refused = Object.values((counts.refused ?? {}) as Record<string, number>).reduce(
    (sum, count) => sum + count,
    0,
  );
  const accounted = number('stored') + number('duplicate') + number('blank') + number('simulated') + refused;
  if (number('read') === accounted) return [];
  return [`import ${id} of ${fileName} through ${source}: ${number('read')} read, but ${accounted} accounted for.`];
}

function difference(count: number): string {
  return count > 0 ? `${count} too many` : `${-count} missing`;
}
