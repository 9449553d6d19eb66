import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

test('a room that imports from a higher floor is caught', (t) => {
  const planted = 'src/identity/planted-violation.ts';
  t.after(() => rmSync(planted));
  writeFileSync(planted, `import { startServing } from '../main/serve.ts';\nexport const planted = startServing;\n`);
  const { stdout, status } = cruise('src/identity');
  assert.notEqual(status, 0, stdout);
  assert.match(stdout, /identity-never-climbs/);
  assert.match(stdout, /enter-by-the-door/);
});

test('calls go down and rooms are entered by their door', () => {
  const { stdout, status } = cruise('src');
  assert.equal(status, 0, stdout);
  const [, modules] = /(\d+) modules/.exec(stdout) ?? [];
  assert.ok(Number(modules) > 50, `dependency-cruiser saw only ${modules} modules`);
});

function cruise(path: string) {
  return spawnSync(
    'node_modules/.bin/depcruise',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', path],
    { encoding: 'utf8' },
  );
}
