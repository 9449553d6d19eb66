import type { Books } from './accounts.store.ts';
import { refusedOf } from './check-books.ts';

/** The books as tables for a terminal: sources, then what stands for each authority, then imports. Pure. */
export function sayBooks({ sources, devices, imports }: Books): string[] {
  const perSource = sources.map(({ source, outcomes }) => [
    source,
    ...['read', 'stored', 'duplicate', 'blank', 'simulated'].map((name) => outcomes[name] ?? 0),
    refusedOf(outcomes),
  ]);
  const reasons = sources.flatMap(({ source, outcomes }) => sayReasons(source, outcomes));
  const authorities = [...new Set(devices.map(({ authority }) => authority))];
  const perAuthority = authorities.map((authority) => {
    const own = devices.filter((device) => device.authority === authority);
    const sum = (field: 'booked' | 'retired' | 'standing') => own.reduce((total, device) => total + device[field], 0);
    return [authority || '(not in the register)', sum('booked'), sum('retired'), sum('standing')];
  });
  const unfinished = imports.filter(({ finishedAt }) => finishedAt === null);
  return [
    ...table(['source', 'read', 'stored', 'duplicate', 'blank', 'simulated', 'refused'], perSource),
    ...(reasons.length > 0 ? ['', ...reasons] : []),
    '',
    ...table(['authority', 'stored', 'deleted', 'stands'], perAuthority),
    ...(imports.length > 0 ? ['', `imports: ${imports.length}, of which ${unfinished.length} were interrupted`] : []),
  ];
}

function sayReasons(source: string, outcomes: Readonly<Record<string, number>>): string[] {
  const refused = Object.entries(outcomes).filter(([name]) => name.startsWith('refused:'));
  if (refused.length === 0) return [];
  refused.sort((a, b) => b[1] - a[1]);
  return [
    `refused by ${source}: ${refused.map(([name, count]) => `${name.slice('refused:'.length)} ${format(count)}`).join(', ')}`,
  ];
}

function table(head: string[], rows: (string | number)[][]): string[] {
  const cells = [head, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? format(cell) : cell)))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

function format(count: number): string {
  return count.toLocaleString('en-GB');
}
