import { createHash } from 'node:crypto';
import { isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { frameworkInvalid } from './assessments.errors.ts';
import { type Path, problemsOf } from './check-framework.ts';
import type { Framework } from './framework.ts';

const MOST_SHOWN = 12;

/** A framework from the text of a YAML or JSON file. Throws ASM_FRAMEWORK_INVALID with line, field and cure, twelve at most. */
export function readFramework(text: string, name: string): Framework {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const line = (offset: number) => `line ${lines.linePos(offset).line}`;
  const unreadable = document.errors.map((error) => `${line(error.pos[0])}: ${error.message.split('\n')[0]}`);
  if (unreadable.length > 0)
    throw frameworkInvalid({ file: name, problems: unreadable.slice(0, MOST_SHOWN).join('; ') });
  const value = document.toJS({ maxAliasCount: 1000 }) as unknown;
  const problems = problemsOf(value);
  if (problems.length === 0) return value as Framework;
  const said = problems
    .slice(0, MOST_SHOWN)
    .map(({ path, why }) => `${line(offsetOf(document.contents as Node | null, path))}, ${sayPath(path)}: ${why}`);
  if (problems.length > MOST_SHOWN) said.push(`and ${problems.length - MOST_SHOWN} more`);
  throw frameworkInvalid({ file: name, problems: said.join('; ') });
}

/** SHA-256 of a framework: the same words have the same hash, whoever brought the file. */
export function hashFramework(framework: Framework): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(framework)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** Where a part stands, or the nearest thing around it that is there. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (!isCollection(node)) break;
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const next = (isMap(node) ? pair?.value : node.get(step, true)) as Node | undefined;
    const found = next?.range ?? (pair?.key as Node | undefined)?.range;
    if (!found) break;
    offset = found[0];
    node = next;
  }
  return offset;
}

function sayPath(path: Path): string {
  const said = path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step + 1}]` : `${text}.${step}`),
    '',
  );
  return said.replace(/^\./, '') || 'the file';
}
