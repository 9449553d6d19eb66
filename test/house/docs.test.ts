import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { generatedDocs } from '../../scripts/generate-docs.ts';

test('the pages made from the code are in step with it (npm run docs)', async () => {
  for (const [path, text] of await generatedDocs())
    assert.equal(readFileSync(path, 'utf8'), text, `${path} is out of step: run npm run docs`);
});

test('every local link in the documents leads somewhere', () => {
  const broken: string[] = [];
  for (const file of globSync(['*.md', 'docs/**/*.md', 'src/**/*.md', 'examples/**/*.md'])) {
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
      if (!existsSync(join(dirname(file), target!))) broken.push(`${file}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('nothing committed names a place on the machine it was written on', () => {
  const found: string[] = [];
  for (const file of globSync(
    [
      '*.md',
      'docs/**/*',
      'src/**/*.{ts,njk,sql,md,js}',
      'scripts/**',
      'test/**/*.ts',
      'bench/**/*.ts',
      'examples/**/*',
      '.ci/*',
      'lamppost',
    ],
    { withFileTypes: true },
  )) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    if (/\/(work|home)\/[a-z]+\//.test(readFileSync(path, 'utf8')) && !path.endsWith('docs.test.ts')) found.push(path);
  }
  assert.deepEqual(found, []);
});
