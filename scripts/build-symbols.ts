/**
 * Draws src/web/face/sign/material-symbols.ts from the package @material-symbols/svg-400 (Apache-2.0), which has 23,000 files and is
 * therefore no dependency: `npm pack @material-symbols/svg-400@0.48.2`, unpack it, and give the folder `package` as argument.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYMBOL_NAMES } from '../src/web/face/sign/symbol-names.ts';

const folder = process.argv[2];
if (!folder) throw new Error('Give the folder of the unpacked package as argument.');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
const names = [...new Set(Object.values(SYMBOL_NAMES))].sort();
const lines = names.map((name) => {
  const svg = readFileSync(join(folder, 'outlined', `${name}.svg`), 'utf8');
  const paths = [...svg.matchAll(/ d="([^"]+)"/g)].map(([, d]) => d);
  if (!svg.includes('viewBox="0 -960 960 960"') || paths.length === 0)
    throw new Error(`${name} is drawn in another way`);
  return `  ${name}:\n    '${paths.join('')}',`;
});
writeFileSync(
  'src/web/face/sign/material-symbols.ts',
  [
    `// Made by scripts/build-symbols.ts from @material-symbols/svg-400 ${version}, outlined. Copyright Google, Apache-2.0; do not edit.`,
    '',
    '/** Filled paths on a grid from 0 -960 to 960 0. */',
    'export const MATERIAL_SYMBOLS: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n'),
);
