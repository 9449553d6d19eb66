import { readFileSync } from 'node:fs';
import { isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { fileMissing, fileNotYaml } from '../cli.errors.ts';

export type Path = readonly (string | number)[];

/** A YAML file as read: its value, and where in the text each part of it stands. */
export interface ReadFile {
  readonly name: string;
  readonly value: unknown;
  /** `file:line:column` of a part, or of the nearest thing around it that is there. `key` asks for the name of a field. */
  where(path: Path, which?: 'key' | 'value'): string;
}

/** Reads a file. Throws CLI_FILE_MISSING, or CLI_FILE_NOT_YAML with the lines that are wrong. */
export function readYamlFile(path: string): ReadFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileMissing({
      path,
      why: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : (error as Error).message,
    });
  }
  return readYaml(text, path);
}

/** Reads the text of a file called `name`. */
export function readYaml(text: string, name: string): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const problems = document.errors.map((error) => `  ${at(error.pos[0])} ${plain(error.message)}`);
  visit(document, {
    Alias(_key, alias) {
      if (!alias.resolve(document))
        problems.push(`  ${at(alias.range![0])} There is no anchor &${alias.source} before this.`);
    },
  });
  if (problems.length > 0) throw fileNotYaml({ file: name, problems: problems.slice(0, 10).join('\n') });
  return {
    name,
    value: document.toJS({ maxAliasCount: 1000 }) as unknown,
    where(path, which = 'value') {
      let node: unknown = document.contents;
      let offset = (node as Node | null)?.range?.[0] ?? 0;
      for (const [index, step] of path.entries()) {
        if (isAlias(node)) node = node.resolve(document);
        if (!isCollection(node)) break;
        const pair = isMap(node)
          ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
          : undefined;
        const next: unknown = isMap(node) ? pair?.value : node.get(step, true);
        const key = pair?.key as Node | undefined;
        const last = index === path.length - 1;
        const shown = last && which === 'key' ? key : (next as Node | null)?.range ? (next as Node) : key;
        if (!shown?.range) break;
        offset = shown.range[0];
        node = next;
      }
      return at(offset);
    },
  };
}

function plain(message: string): string {
  return `${message.split('\n')[0]!.replace(/\.?$/, '')}.`;
}

/** `devices[3].identifiers[0].value` */
export function sayPath(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
