import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { parse } from 'yaml';
import { ApplyFile } from './apply-file.ts';
import { requireApplyFile } from './check-file.ts';
import { readYaml, readYamlFile } from './read-file.ts';
import { sayFields } from './say-fields.ts';

test('docs/apply.md ends with every field, as ./lamppost apply --fields prints them', () => {
  const page = readFileSync('docs/apply.md', 'utf8');
  assert.equal(page.slice(page.indexOf('### The file\n')), `${sayFields()}\n`);
});

test('docs/apply.schema.json is what ./lamppost apply --schema prints', () => {
  assert.equal(readFileSync('docs/apply.schema.json', 'utf8'), `${JSON.stringify(ApplyFile, null, 2)}\n`);
});

test('no field is without a word about it', () => {
  assert.doesNotMatch(sayFields(), /\| +\| +(required)? *\|/);
});

test('the example in docs/apply.md is a sound file', () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/apply.md', 'utf8'))!;
  assert.equal(requireApplyFile(readYaml(example!, 'docs/apply.md')).people!.length, 1);
  assert.ok(parse(example!));
});

test('every example is a sound file', () => {
  const files = globSync('examples/*/apply.yaml');
  assert.ok(files.length >= 2);
  for (const file of files) requireApplyFile(readYamlFile(file));
});
