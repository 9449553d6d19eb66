import type { Db } from '../../base/index.ts';
import { type Dataset, openReadings, periodInvalid, READING_COLUMNS } from '../../publish/index.ts';
import { csvCell, csvOf } from '../face/csv.ts';

/** The CSV of a dataset, piece by piece; ending the iteration early stops the reading. */
export async function* readingsCsv(
  db: Db,
  dataset: Dataset,
  period: { from?: Date | undefined; to?: Date | undefined },
): AsyncGenerator<string> {
  yield `${READING_COLUMNS.map(({ name }) => name).join(',')}\r\n`;
  for await (const { datastream, readings } of openReadings(db, dataset.projectId, period)) {
    const { device, place, latitude, longitude, property, unit } = datastream;
    const where = [device, place, latitude, longitude, property].map(csvCell).join(',');
    const inUnit = csvCell(unit);
    yield readings
      .map(
        ({ phenomenonTime, value, textValue }) =>
          `${phenomenonTime.toISOString()},${where},${value ?? csvCell(textValue)},${inUnit}\r\n`,
      )
      .join('');
  }
}

/** The data dictionary as CSV: first the columns, then the properties, told apart by the first column. */
export function dictionaryCsv(dictionary: {
  columns: readonly { name: string; type: string; description: string }[];
  properties: readonly { code: string; name: string; description: string; definition: string; unit: string | null }[];
}): string {
  return csvOf(
    ['kind', 'name', 'title', 'description', 'type', 'unit', 'definition'],
    [
      ...dictionary.columns.map(({ name, type, description }) => ['column', name, '', description, type, '', '']),
      ...dictionary.properties.map(({ code, name, description, definition, unit }) => [
        'property',
        code,
        name,
        description,
        '',
        unit,
        definition,
      ]),
    ],
  );
}

/** A day or an instant of the query; PUB_PERIOD_INVALID names the field. Nothing is no limit. */
export function instantIn(field: string, value: unknown): Date | undefined {
  const text = [value ?? ''].flat()[0] as string;
  if (text === '') return undefined;
  const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? new Date(text)
    : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw periodInvalid({ field, value: text.slice(0, 40) });
  return at;
}
