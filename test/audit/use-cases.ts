import { globSync, readFileSync } from 'node:fs';

/** The rooms whose use cases change something. */
const ROOMS = ['identity', 'projects', 'register', 'assessments', 'ingest', 'insights', 'actions', 'packs', 'publish'];

/** Names of the functions of those rooms' doors that take a transaction and a viewer: the use cases that write. */
export function writingUseCases(): string[] {
  const offered = new Set(
    ROOMS.flatMap((room) => [...readFileSync(`src/${room}/index.ts`, 'utf8').matchAll(/\w+/g)].map(([word]) => word)),
  );
  return globSync(`src/{${ROOMS.join(',')}}/**/*.ts`)
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return [...text.matchAll(/export (?:async )?function (\w+)(?:<[^>]*>)?\(/g)]
        .filter((found) => isWriting(parametersAt(text, found.index + found[0].length)))
        .map(([, name]) => name!);
    })
    .filter((name) => offered.has(name))
    .sort();
}

function isWriting(parameters: string): boolean {
  return /\bviewer: (?:Person)?Viewer\b/.test(parameters) && /\btx: Tx\b/.test(parameters);
}

/** The text from behind an opening bracket to the one that closes it. */
function parametersAt(text: string, start: number): string {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(start, at);
  }
  return '';
}
