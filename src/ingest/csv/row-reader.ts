/** From a row of a file to an uplink, as the mapping says. Made once a file, when the header is known. */
import { type LamppostError, nearestOf, unitConverter } from '../../base/index.ts';
import { asIdentifier } from '../adapters/heard.ts';
import { columnMissing, deviceMissing, rowTimeUnreadable, rowTooShort } from '../ingest.errors.ts';
import type { Source } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';
import { asReading, type Mapping, type ReadingMapping } from './mapping.ts';
import { compileTimeFormat } from './time-format.ts';

export interface RowReader {
  read(row: readonly string[], receivedAt: Date): Uplink;
  /** The text that names the row's time, its columns joined. */
  timeOf(row: readonly string[]): string;
}

/** Finds a column; `where` is the place in the mapping that names it. */
type ColumnFinder = (name: string, where: string) => number;

/** Throws ING_COLUMN_MISSING, or ING_DEVICE_MISSING when the file's name must name the device and does not. */
export function createRowReader(
  mapping: Mapping,
  header: readonly string[],
  fileName: string,
  source: Source,
): RowReader {
  const columnOf: ColumnFinder = (name, where) => {
    const index = header.indexOf(name);
    if (index < 0) throw noColumn(name, where, header.filter(Boolean));
    return index;
  };
  const deviceOf = deviceReader(mapping, columnOf, fileName);
  const timeColumns = mapping.time.columns.map((name) => columnOf(name, 'time.columns'));
  const readTime = compileTimeFormat(mapping.time);
  const values = valueReader(mapping, columnOf);
  const kind = source.identifierKind;
  const { columns, format, zone } = mapping.time;
  const timeProblem = rowTimeUnreadable({
    field: `Column ${columns.join(' ')}`,
    format,
    zone: zone ? ` in ${zone}` : '',
  });
  const deviceProblem = deviceMissing({ field: `Column ${mapping.device.column ?? 'of the device'}` });
  const widthProblem = rowTooShort();

  const timeOf = (row: readonly string[]) =>
    timeColumns.length === 1 ? (row[timeColumns[0]!] ?? '') : timeColumns.map((at) => row[at]).join(' ');
  const read = (row: readonly string[], receivedAt: Date): Uplink => {
    const identifier = deviceOf(row);
    const device = { kind, value: identifier === undefined ? '' : asIdentifier(kind, identifier) };
    const base = { source, device, receivedAt, imported: true, weight: values.weight };
    if (row.length < values.leastWidth) return { ...base, problem: widthProblem };
    if (device.value === '') return { ...base, problem: deviceProblem };
    const time = readTime(timeOf(row));
    if (!time) return { ...base, problem: timeProblem };
    return { source, device, receivedAt, imported: true, time, fields: values.read(row), weight: values.weight };
  };
  return { read, timeOf };
}

function noColumn(name: string, where: string, columns: readonly string[]): LamppostError {
  const near = nearestOf(name, columns);
  return columnMissing({
    field: name,
    columns: columns.join(', ') || 'none',
    near: near === undefined ? '' : `Did you mean ${near}? `,
    where,
  });
}

function deviceReader(
  { device }: Mapping,
  columnOf: ColumnFinder,
  fileName: string,
): (row: readonly string[]) => string | undefined {
  const pattern = device.pattern === undefined ? undefined : new RegExp(device.pattern);
  const pick = (text: string) => (pattern ? pattern.exec(text)?.[1] : text);
  if (device.column !== undefined) {
    const at = columnOf(device.column, 'device.column');
    return (row) => pick(row[at] ?? '');
  }
  const fixed = pick(device.fixed ?? fileName);
  if (!fixed) throw deviceMissing({ field: 'The name of the file' });
  return () => fixed;
}

interface ValueReader {
  /** How many readings a row holds. */
  readonly weight: number;
  /** A row that is shorter lacks a value's column. */
  readonly leastWidth: number;
  read(row: readonly string[]): Record<string, unknown>;
}

function valueReader(mapping: Mapping, columnOf: ColumnFinder): ValueReader {
  const { values } = mapping;
  if ('wide' in values) {
    const cells = Object.entries(values.wide).map(([column, given]) => {
      const reading = asReading(given);
      return { at: columnOf(column, 'values.wide'), field: reading.field, read: cellReader(reading, mapping) };
    });
    return {
      weight: cells.length,
      leastWidth: Math.max(...cells.map(({ at }) => at)) + 1,
      read: (row) => Object.fromEntries(cells.map(({ at, field, read }) => [field, read(row[at]!)])),
    };
  }
  const { name, value, pattern, fields = {} } = values.long;
  const nameAt = columnOf(name, 'values.long.name');
  const valueAt = columnOf(value, 'values.long.value');
  const readings = new Map(
    Object.entries(fields).map(([species, given]) => {
      const reading = asReading(given);
      return [species, { field: reading.field, read: cellReader(reading, mapping) }];
    }),
  );
  const plain = cellReader({ field: '' }, mapping);
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  return {
    weight: 1,
    leastWidth: Math.max(nameAt, valueAt) + 1,
    read(row) {
      const text = row[nameAt]!;
      const species = (expression ? expression.exec(text)?.[1] : text) ?? text;
      const reading = readings.get(species);
      const field = reading?.field ?? (species === '' ? '(no name)' : species);
      return { [field]: (reading?.read ?? plain)(row[valueAt]!) };
    },
  };
}

/** Null for a blank; a number where the mapping calculates; otherwise the text, which the gate reads. */
function cellReader(reading: ReadingMapping, { blank = [], file = {} }: Mapping): (text: string) => unknown {
  const blanks = new Set([...blank, ...(reading.blank ?? [])]);
  const { scale, offset = 0, from, to } = reading;
  const convert = from === undefined ? undefined : unitConverter(from, to!);
  const calculates = convert !== undefined || scale !== undefined || offset !== 0;
  return (cell) => {
    const text = cell.trim();
    if (text === '' || blanks.has(text)) return null;
    const decimal = file.decimal === ',' ? text.replace(',', '.') : text;
    if (!calculates) return decimal;
    const number = Number(decimal);
    if (Number.isNaN(number)) return text;
    const scaled = number * (scale ?? 1) + offset;
    return convert ? convert(scaled) : scaled;
  };
}
