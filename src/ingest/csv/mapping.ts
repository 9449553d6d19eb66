/**
 * How a file of readings is to be read. Mappings are YAML files that boroughs share (examples/mappings); docs/mappings.md
 * describes them. Wide files have a column for each field, long files a column that names the field beside one with the value.
 */
import { type Static, Type } from 'typebox';
import Value from 'typebox/value';
import { parseDocument } from 'yaml';
import { unitConverter } from '../../base/index.ts';
import { mappingInvalid } from '../ingest.errors.ts';
import { compileTimeFormat } from './time-format.ts';

const closed = { additionalProperties: false };
const column = Type.String({ minLength: 1, description: 'Name of a column, as in the header.' });
const pattern = Type.String({ minLength: 1, description: 'A regular expression; its first group is what counts.' });

const Reading = Type.Object(
  {
    field: Type.String({ minLength: 1, description: 'The channel of the model, by its field.' }),
    blank: Type.Optional(Type.Array(Type.String(), { description: 'Texts that mean "no value" in this column.' })),
    from: Type.Optional(Type.String({ description: 'UCUM unit in the file, where it is not that of the channel.' })),
    to: Type.Optional(Type.String({ description: 'UCUM unit of the channel.' })),
    scale: Type.Optional(Type.Number({ description: 'What the value is multiplied by.' })),
    offset: Type.Optional(Type.Number({ description: 'What is added after that.' })),
  },
  closed,
);
export type ReadingMapping = Static<typeof Reading>;
const FieldOrReading = Type.Union([Type.String({ minLength: 1 }), Reading]);

export const Mapping = Type.Object(
  {
    title: Type.String({ minLength: 1, description: 'What kind of file this is for.' }),
    source: Type.Optional(Type.String({ description: 'Where such files come from, and their licence.' })),
    file: Type.Optional(
      Type.Object(
        {
          delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1, description: 'A comma unless told.' })),
          quote: Type.Optional(
            Type.Union([Type.Literal('"'), Type.Literal("'"), Type.Literal('none')], {
              description: 'A double quote unless told.',
            }),
          ),
          encoding: Type.Optional(
            Type.Union([Type.Literal('utf-8'), Type.Literal('latin1'), Type.Literal('utf-16le')], {
              description: 'utf-8 unless told.',
            }),
          ),
          json: Type.Optional(
            Type.String({
              minLength: 1,
              description: 'The file is JSON: the name of its list of rows; a dot where the file is the list itself.',
            }),
          ),
          skip_lines: Type.Optional(Type.Integer({ minimum: 0, description: 'Lines before the header.' })),
          decimal: Type.Optional(
            Type.Union([Type.Literal('.'), Type.Literal(',')], {
              description: 'The decimal sign; a point unless told.',
            }),
          ),
        },
        closed,
      ),
    ),
    device: Type.Object(
      {
        column: Type.Optional(column),
        file_name: Type.Optional(Type.Literal(true, { description: 'The name of the file names the device.' })),
        fixed: Type.Optional(Type.String({ minLength: 1, description: 'All rows are of this device.' })),
        pattern: Type.Optional(pattern),
      },
      closed,
    ),
    time: Type.Object(
      {
        columns: Type.Array(column, { minItems: 1, description: 'Joined by a space.' }),
        format: Type.String({
          minLength: 1,
          description: 'iso, epoch_s, epoch_ms, or a pattern of YYYY MM DD HH mm ss SSS (M D H without leading zero).',
        }),
        zone: Type.Optional(
          Type.String({ description: 'UTC unless told; an IANA name such as Europe/London for local time.' }),
        ),
        shift_s: Type.Optional(
          Type.Number({ description: 'Seconds added, e.g. -3600 where the file states the end of an hour.' }),
        ),
      },
      closed,
    ),
    values: Type.Union([
      Type.Object({ wide: Type.Record(Type.String(), FieldOrReading) }, closed),
      Type.Object(
        {
          long: Type.Object(
            {
              name: column,
              pattern: Type.Optional(pattern),
              value: column,
              fields: Type.Optional(Type.Record(Type.String(), FieldOrReading)),
            },
            closed,
          ),
        },
        closed,
      ),
    ]),
    blank: Type.Optional(
      Type.Array(Type.String(), { description: 'Texts that mean "no value", besides the empty one.' }),
    ),
  },
  closed,
);
export type Mapping = Static<typeof Mapping>;

/** Reads a mapping from YAML. Throws ING_MAPPING_INVALID naming the line or the field. */
export function readMapping(yaml: string): Mapping {
  const document = parseDocument(yaml);
  const fault = document.errors[0];
  if (fault) throw mappingInvalid({ field: `line ${fault.linePos?.[0].line ?? 1}`, why: 'it is not YAML' });
  return requireMapping(document.toJS());
}

/** The same for a mapping that is an object already. */
export function requireMapping(given: unknown): Mapping {
  const [error] = Value.Errors(Mapping, given);
  if (error) {
    const path = error.instancePath.replace(/^\//, '').replaceAll('/', '.') || 'the mapping';
    const { requiredProperties, additionalProperties } = error.params as Record<string, string[] | undefined>;
    const names = requiredProperties ?? additionalProperties;
    const unknown = error.keyword === 'boolean' ? 'it is not known' : error.message;
    const why = names ? `${names.join(', ')} ${requiredProperties ? 'is missing' : 'is not known'}` : unknown;
    throw mappingInvalid({ field: path, why });
  }
  const mapping = given as Mapping;
  const { device } = mapping;
  const ways = [device.column, device.file_name, device.fixed].filter((way) => way !== undefined);
  if (ways.length !== 1) throw mappingInvalid({ field: 'device', why: 'give one of column, file_name and fixed' });
  const { json, ...ofCsv } = mapping.file ?? {};
  const [odd] = json === undefined ? [] : Object.keys(ofCsv).filter((key) => key !== 'decimal');
  if (odd) throw mappingInvalid({ field: `file.${odd}`, why: 'it is for CSV, and file.json says the file is JSON' });
  checkPattern(device.pattern, 'device.pattern');
  if ('long' in mapping.values) checkPattern(mapping.values.long.pattern, 'values.long.pattern');
  compileTimeFormat(mapping.time);
  for (const reading of readingsOf(mapping)) checkReading(reading);
  return mapping;
}

export function asReading(given: string | ReadingMapping): ReadingMapping {
  return typeof given === 'string' ? { field: given } : given;
}

/** Every column the mapping names. */
export function columnsOf({ device, time, values }: Mapping): string[] {
  const read = 'wide' in values ? Object.keys(values.wide) : [values.long.name, values.long.value];
  return [...new Set([...(device.column === undefined ? [] : [device.column]), ...time.columns, ...read])];
}

function readingsOf({ values }: Mapping): ReadingMapping[] {
  return Object.values(('wide' in values ? values.wide : values.long.fields) ?? {}).map(asReading);
}

function checkPattern(text: string | undefined, field: string): void {
  if (text === undefined) return;
  try {
    new RegExp(text);
  } catch (error) {
    throw mappingInvalid({ field, why: (error as Error).message });
  }
  if (!/\((?!\?[:=!<])/.test(text) && !text.includes('(?<')) throw mappingInvalid({ field, why: 'it has no group' });
}

function checkReading({ field, from, to }: ReadingMapping): void {
  const at = `values of ${field}`;
  if ((from === undefined) !== (to === undefined)) throw mappingInvalid({ field: at, why: 'from and to go together' });
  if (from !== undefined) unitConverter(from, to!);
}
