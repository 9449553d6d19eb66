import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { nearestOf } from '../../base/index.ts';
import { fileInvalid } from '../cli.errors.ts';
import { ApplyFile, type Entry, KINDS, type Kind } from './apply-file.ts';
import { type Path, type ReadFile, sayPath } from './read-file.ts';

const MOST_SHOWN = 12;

interface Problem {
  readonly path: Path;
  readonly which: 'key' | 'value';
  readonly why: string;
}

/** The file, typed. Throws CLI_FILE_INVALID with line, column, field and cure of what is wrong (twelve at most). */
export function requireApplyFile(file: ReadFile): ApplyFile {
  const problems = problemsOf(file.value);
  if (problems.length === 0) return file.value as ApplyFile;
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ path, which, why }) => `  ${file.where(path, which)} ${sayPath(path) || 'the file'}: ${why}`);
  if (problems.length > MOST_SHOWN) lines.push(`  … and ${problems.length - MOST_SHOWN} more`);
  throw fileInvalid({ file: file.name, field: sayPath(problems[0]!.path), problems: lines.join('\n') });
}

function problemsOf(value: unknown): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path: [], which: 'value', why: 'it must begin with "lamppost: 1" and lists such as "devices:".' }];
  const file = value as Record<string, unknown>;
  const shallow = Object.fromEntries(Object.entries(file).map(([key, held]) => [key, Array.isArray(held) ? [] : held]));
  const problems = shapeProblems(ApplyFile, shallow, []);
  for (const kind of KINDS) {
    const list = file[kind];
    if (!Array.isArray(list)) continue;
    for (const [index, entry] of list.entries())
      problems.push(
        ...shapeProblems((ApplyFile.properties[kind] as unknown as { items: TSchema }).items, entry, [kind, index]),
      );
  }
  return problems.length > 0 ? problems : contradictions(value as ApplyFile);
}

function shapeProblems(schema: TSchema, value: unknown, under: Path): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const note = (path: Path, which: 'key' | 'value', why: string) => {
    if (seen.has(path.join('/'))) return;
    seen.add(path.join('/'));
    problems.push({ path, which, why });
  };
  for (const { keyword, instancePath, schemaPath, params } of Value.Errors(schema, value)) {
    const steps = instancePath
      .split('/')
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const path = [...under, ...steps];
    const parameters = params as Record<string, unknown>;
    if (keyword === 'anyOf') note(path, 'value', 'must be the source itself, or file: with its path.');
    if (schemaPath.includes('/anyOf')) continue;
    if (keyword === 'required') {
      for (const name of parameters.requiredProperties as string[])
        note([...path, name], 'value', 'is missing; add it.');
    } else if (keyword === 'additionalProperties') {
      const known = Object.keys(schemaAt(schema, schemaPath));
      for (const name of parameters.additionalProperties as string[])
        note([...path, name], 'key', unknownField(name, known));
    } else if (keyword !== 'boolean') note(path, 'value', says(keyword, parameters, at(value, steps)));
  }
  return problems;
}

function unknownField(name: string, known: readonly string[]): string {
  if (/password/i.test(name)) return 'passwords never stand in files; each new person gets a one-time link.';
  const hint = nearestOf(name, known);
  return hint
    ? `there is no such field; did you mean ${hint}?`
    : `there is no such field; there are ${known.join(', ')}.`;
}

function says(keyword: string, parameters: Record<string, unknown>, value: unknown): string {
  const { limit } = parameters;
  if (keyword === 'const') return 'must be 1, the version of this format.';
  if (keyword === 'enum') {
    const allowed = parameters.allowedValues as string[];
    const hint = nearestOf(String(value), allowed);
    return hint ? `must be one of a list; did you mean ${hint}?` : `must be one of ${allowed.join(', ')}.`;
  }
  if (keyword === 'type')
    return `must be ${article(String(parameters.type))}${typeof value === 'number' ? '; put it in quotes' : ''}.`;
  if (keyword === 'minLength' || keyword === 'minItems') return 'is empty.';
  if (keyword === 'maxLength') return `is longer than ${limit} characters.`;
  if (keyword === 'maxItems') return `has more than ${limit} entries.`;
  if (keyword === 'minimum') return `must be ${limit} or more.`;
  if (keyword === 'maximum') return `must be ${limit} or less.`;
  if (keyword === 'pattern') return patternSays(String(parameters.pattern));
  return 'is not as docs/apply.md says.';
}

function patternSays(pattern: string): string {
  if (pattern.includes('a-z0-9-]{0,62}')) return 'must be a short name: lower-case letters, digits and hyphens.';
  if (pattern.includes('a-z0-9')) return 'must be a short code in lower case, such as pm10 or air_quality.';
  if (pattern.includes('\\d{4}-')) return 'must be a day written as YYYY-MM-DD.';
  if (pattern.includes('@')) return 'must be an email address.';
  if (pattern.includes('A-Z')) return 'must be a GSS code, a letter and eight digits, such as E01003927.';
  if (pattern.includes('#')) return 'must be a colour as # and six digits or letters a to f, in quotes.';
  if (pattern.includes('http')) return 'must start with https:// or http://.';
  return pattern.includes('\\d') ? 'may hold only digits.' : 'is empty.';
}

function article(type: string): string {
  if (type === 'string') return 'text';
  if (type === 'integer') return 'a whole number';
  if (type === 'boolean') return 'true or false';
  return type === 'array' ? 'a list' : type === 'object' ? 'a group of fields' : `a ${type}`;
}

/** The fields of the part of the schema that an error points into. */
function schemaAt(schema: TSchema, schemaPath: string): Record<string, unknown> {
  const steps = schemaPath.split('/').slice(1);
  let part = schema as unknown as Record<string, unknown>;
  for (const step of steps) part = (part?.[step] ?? {}) as Record<string, unknown>;
  return (part.properties ?? {}) as Record<string, unknown>;
}

function at(value: unknown, steps: Path): unknown {
  return steps.reduce<unknown>((held, step) => (held as Record<string | number, unknown> | undefined)?.[step], value);
}

/** What no single field can be blamed for: an entry without an authority, the same thing twice, a reference to nothing. */
function contradictions(file: ApplyFile): Problem[] {
  const problems: Problem[] = [];
  for (const kind of KINDS) {
    const first = new Map<string, number>();
    for (const [index, entry] of (file[kind] ?? []).entries()) {
      const authority = ownerOf(file, kind, entry);
      if (authority === undefined)
        problems.push({
          path: [kind, index],
          which: 'value',
          why: 'it is not said whose it is; add "authority:" here or at the top.',
        });
      const [field, name] = nameOf(kind, entry);
      const before = first.get(`${authority}/${name}`);
      if (before === undefined) first.set(`${authority}/${name}`, index);
      else
        problems.push({
          path: [kind, index, field],
          which: 'value',
          why: `${name} stands here twice, first in ${kind}[${before}].`,
        });
    }
  }
  for (const [index, device] of (file.devices ?? []).entries()) {
    for (const field of ['mounted_on', 'height_m', 'placed_on'] as const)
      if (device[field] !== undefined && !device.place)
        problems.push({
          path: ['devices', index, field],
          which: 'key',
          why: 'it says where on a place, but "place" is missing.',
        });
  }
  return problems;
}

/** Short name of the authority an entry belongs to; an authority belongs to itself. */
export function ownerOf(file: ApplyFile, kind: Kind, entry: Entry<Kind>): string | undefined {
  if (kind === 'authorities') return '';
  return (entry as { authority?: string }).authority ?? file.authority ?? onlyAuthority(file);
}

function onlyAuthority(file: ApplyFile): string | undefined {
  return file.authorities?.length === 1 ? file.authorities[0]!.slug : undefined;
}

/** The field that names an entry, and the name. */
export function nameOf(kind: Kind, entry: Entry<Kind>): [field: string, name: string] {
  if (kind === 'policies') return ['requirements', 'policy']; // one for each authority
  const field = kind === 'people' ? 'email' : kind === 'declarations' ? 'project' : 'slug';
  return [field, (entry as unknown as Record<string, string>)[field]!];
}
