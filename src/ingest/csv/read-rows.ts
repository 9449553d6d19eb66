/** The rows of a file as texts, whatever it is written in. */
import { parse } from 'csv-parse';
import { fileUnreadable } from '../ingest.errors.ts';
import type { Mapping } from './mapping.ts';
import type { OpenedFile } from './open-file.ts';
import { readJsonRows } from './read-json-rows.ts';

export interface Row {
  /** Undefined for a row that cannot be read at all. */
  readonly record: string[] | undefined;
  /** The line in the file; of JSON the number of the item, from 1. */
  readonly line: number;
}

const LONGEST_ROW_BYTES = 1024 * 1024;

/** The first row names the columns. Throws ING_FILE_UNREADABLE. */
export function readRows(file: OpenedFile, mapping: Mapping): AsyncGenerator<Row> {
  const { file: form = {} } = mapping;
  return form.json === undefined ? readCsvRows(file, form) : readJsonRows(file, form.json, mapping);
}

async function* readCsvRows(file: OpenedFile, form: NonNullable<Mapping['file']>): AsyncGenerator<Row> {
  let skipped: number[] = [];
  const parser = parse({
    delimiter: form.delimiter ?? ',',
    quote: form.quote === 'none' ? null : (form.quote ?? '"'),
    encoding: form.encoding === 'latin1' ? 'latin1' : form.encoding === 'utf-16le' ? 'utf16le' : 'utf8',
    from_line: (form.skip_lines ?? 0) + 1,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW_BYTES,
    on_skip: (error) => {
      skipped.push(Number(error?.lines ?? 0));
      return undefined;
    },
  });
  file.content.on('error', (error) =>
    parser.destroy(fileUnreadable({ field: 'path', why: error.message, cause: error })),
  );
  file.content.pipe(parser);
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    for (const line of skipped) yield { record: undefined, line };
    skipped = [];
    yield { record, line: info.lines };
  }
  for (const line of skipped) yield { record: undefined, line };
}
