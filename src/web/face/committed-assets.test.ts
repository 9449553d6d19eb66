import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { buildPublicFiles, contentHash, publicFolder } from '../../../scripts/build-css.ts';
import { contrastRatio } from './accent-colour.ts';
import { assetUrl } from './asset-index.ts';

const built = buildPublicFiles();

test('what is committed in src/web/public is what npm run css makes', () => {
  const committed = readdirSync(publicFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(publicFolder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  assert.deepEqual(committed.sort(), [...built.keys()].sort());
  for (const [name, content] of built) {
    assert.ok(readFileSync(join(publicFolder, name)).equals(content), `${name} is out of date: run npm run css`);
  }
});

test('every address in the stylesheet carries the version of a file that is served', () => {
  const css = built.get('lamppost.css')!.toString();
  const named = [...css.matchAll(/url\(([^)]*)\)/g)].map((found) => found[1]!);
  assert.ok(named.length >= 2);
  for (const url of named) assert.equal(url, assetUrl(url.replace(/^\/assets\//, '').replace(/\?.*$/, '')));
});

test('nothing of GOV.UK that is not ours to use is in the stylesheet', () => {
  const css = built.get('lamppost.css')!.toString();
  assert.doesNotMatch(css, /GDS Transport|crest|crown|govuk-footer|govuk-header__/i);
});

test('the module we start govuk-frontend with names the version that is served', () => {
  const hash = contentHash(built.get('govuk-frontend.min.js')!);
  assert.match(built.get('lamppost.js')!.toString(), new RegExp(`govuk-frontend\\.min\\.js\\?v=${hash}`));
});

test('every status can be read: its words have 4.5 to 1 on its colour', () => {
  const css = built.get('lamppost.css')!.toString();
  const pairs = [...css.matchAll(/\.lamp-status--\w+\{color:(#[0-9a-f]{6});background:(#[0-9a-f]{6})\}/g)];
  assert.equal(pairs.length, 6);
  for (const [rule, ink, paper] of pairs) assert.ok(contrastRatio(ink!, paper!) >= 4.5, rule);
});
