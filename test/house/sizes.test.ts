import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const FORBIDDEN_NAMES = /(^|[-./])(utils?|helpers?|common|lib|manager|service|impl)([-./]|$)/i;

const sources = globSync('src/**/*.ts')
  .filter((file) => !/\.(test|bench)\.ts$/.test(file))
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }));

test('a file is one idea: median about 60 lines, nine in ten under 200, none over 400', () => {
  const lines = sources.map((source) => source.lines).sort((a, b) => a - b);
  const at = (share: number) => lines[Math.floor(lines.length * share)]!;
  assert.ok(at(0.5) <= 80, `median ${at(0.5)}`);
  assert.ok(at(0.9) <= 200, `nine in ten are under ${at(0.9)}`);
  assert.deepEqual(
    sources.filter((source) => source.lines > 400),
    [],
  );
});

test('no file has a name that says nothing', () => {
  const named = globSync(['src/**/*.{ts,njk,sql}', 'scripts/*.ts', 'test/**/*.ts']);
  assert.deepEqual(
    named.filter((file) => FORBIDDEN_NAMES.test(file)),
    [],
  );
});

test('file names are kebab-case', () => {
  assert.deepEqual(
    sources
      .map(({ file }) => file.split('/').at(-1)!)
      .filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(name)),
    [],
  );
});
