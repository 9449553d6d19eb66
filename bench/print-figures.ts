import type { DoorFigures } from './measure-doors.ts';
import { titleOf } from './measure-doors.ts';
import type { QueryFigures } from './measure-queries.ts';

const AIM = 0.6;

export function printDoors(doors: readonly DoorFigures[]): void {
  if (doors.length === 0) return;
  console.log(`\nDurable readings a second (aim: ${AIM * 100} % of the floor)`);
  table(
    [
      'door',
      'ours',
      'floor',
      'ratio',
      '',
      'ours p50 / p99',
      'floor p50 / p99',
      'our memory',
      'ours: processor ms for 1,000',
      'floor',
    ],
    doors.map(({ door, ours, floor, ratio }) => [
      titleOf(door),
      whole(ours.perSecond),
      whole(floor.perSecond),
      `${(ratio * 100).toFixed(0)} %`,
      ratio >= AIM ? '' : 'UNDER',
      `${ms(ours.p50Ms)} / ${ms(ours.p99Ms)}`,
      `${ms(floor.p50Ms)} / ${ms(floor.p99Ms)}`,
      ours.peakMb === undefined ? '' : `${whole(ours.peakMb)} MB`,
      cost(ours),
      cost(floor),
    ]),
  );
}

export function printQueries(queries: readonly QueryFigures[]): void {
  if (queries.length === 0) return;
  console.log('\nQueries through /v1.1');
  table(
    ['query', 'ours p50', 'ours p99', 'floor p50', 'floor p99', 'asked'],
    queries.map(({ title, ours, floor }) => [
      title,
      ms(ours.p50Ms),
      ms(ours.p99Ms),
      floor ? ms(floor.p50Ms) : '',
      floor ? ms(floor.p99Ms) : '',
      whole(ours.queries),
    ]),
  );
  for (const { title, ours } of queries) {
    if (Object.keys(ours.failures).length > 0) console.log(`${title}: ${JSON.stringify(ours.failures)}`);
  }
}

const cost = ({ serverMs, databaseMs }: DoorFigures['ours']) =>
  serverMs === undefined || databaseMs === undefined ? '' : `${whole(serverMs)} + ${whole(databaseMs)} db`;
const whole = (value: number) => Math.round(value).toLocaleString('en');
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function table(head: string[], rows: string[][]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) console.log(line(row));
}
