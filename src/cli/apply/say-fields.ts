import type { TSchema } from 'typebox';
import { ApplyFile } from './apply-file.ts';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Every field of the file as Markdown tables, one a list, in the order of the schema. docs/apply.md holds this text. */
export function sayFields(): string {
  const root = ApplyFile as TSchema as Schema;
  const tables = [table('The file', root)];
  for (const [name, list] of Object.entries(root.properties!))
    if (list.items?.properties) tables.push(table(`\`${name}\``, list.items, list.description));
  return tables.join('\n\n');
}

function table(title: string, schema: Schema, about = ''): string {
  const rows = rowsOf(schema, '');
  return [`### ${title}`, ...(about ? ['', about] : []), '', '| field | what | |', '|---|---|---|', ...rows].join('\n');
}

function rowsOf(schema: Schema, under: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = under === '' && field.items?.properties && isTop(schema) ? [] : innerRows(field, `${under}${name}`);
    const needed = schema.required?.includes(name) ? 'required' : '';
    return [`| \`${under}${name}\` | ${cell(field)} | ${needed} |`, ...inner];
  });
}

function innerRows(field: Schema, path: string): string[] {
  if (field.properties) return rowsOf(field, `${path}.`);
  if (field.items?.properties) return rowsOf(field.items, `${path}[].`);
  const part = field.anyOf?.find((option) => option.properties);
  return part ? rowsOf(part, `${path}.`) : [];
}

function isTop(schema: Schema): boolean {
  return schema === (ApplyFile as TSchema as Schema);
}

function cell(field: Schema): string {
  const allowed = field.enum ?? field.items?.enum;
  const said = [
    field.description ?? (field.properties ? 'A group of fields.' : ''),
    allowed ? `One of ${allowed.map((each) => `\`${each}\``).join(', ')}.` : '',
    limits(field),
  ];
  return said.filter(Boolean).join(' ').replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function limits({ minimum, maximum, type }: Schema): string {
  if (type !== 'integer' && type !== 'number') return '';
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}.`;
  return minimum === undefined ? '' : `${minimum} or more.`;
}
