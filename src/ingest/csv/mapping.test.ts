import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { Mapping, readMapping, requireMapping } from './mapping.ts';

const EXAMPLES = new URL('../../../examples/mappings/', import.meta.url);
const good = {
  title: 'x',
  device: { column: 'site' },
  time: { columns: ['t'], format: 'iso' },
  values: { wide: { no2: 'no2' } },
};

test('every example mapping is one', () => {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));
  assert.ok(names.length >= 6);
  for (const name of names) assert.ok(readMapping(readFileSync(new URL(name, EXAMPLES), 'utf8')).title, name);
});

test('a wrong mapping is refused with the field that is wrong', () => {
  const wrong: [object, RegExp][] = [
    [{ ...good, title: undefined }, /title is missing/],
    [{ ...good, odd: 1 }, /at odd: it is not known/],
    [{ ...good, device: {} }, /at device: give one of column, file_name and fixed/],
    [{ ...good, device: { column: 'a', fixed: 'b' } }, /at device/],
    [{ ...good, device: { column: 'a', pattern: '(' } }, /at device.pattern/],
    [{ ...good, device: { column: 'a', pattern: 'abc' } }, /device.pattern: it has no group/],
    [{ ...good, time: { columns: [], format: 'iso' } }, /at time.columns/],
    [{ ...good, values: { wide: { a: { field: 'b', from: 'kPa' } } } }, /from and to go together/],
    [{ ...good, file: { delimiter: ';;' } }, /at file.delimiter/],
  ];
  for (const [mapping, says] of wrong) {
    assert.throws(() => requireMapping(JSON.parse(JSON.stringify(mapping))), says, JSON.stringify(mapping));
  }
  assert.throws(() => requireMapping({ ...good, values: { wide: { a: { field: 'b', from: 'kPa', to: 'Cel' } } } }), {
    code: 'BASE_UNIT_INCOMPATIBLE',
  });
});

test('a file that is not YAML is refused with the line', () => {
  assert.throws(() => readMapping('title: x\ndevice: [\n'), /line \d/);
  assert.throws(() => readMapping(''), { code: 'ING_MAPPING_INVALID' });
});

test('docs/mappings.md names every field of a mapping, and its example is one', () => {
  const page = readFileSync(new URL('../../../docs/mappings.md', import.meta.url), 'utf8');
  const names: string[] = [];
  const walk = (schema: { properties?: object; anyOf?: object[]; patternProperties?: object }) => {
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const before = names.length;
      walk(inner);
      if (names.length === before) names.push(name); // an object is named by what is in it
    }
    for (const inner of [...(schema.anyOf ?? []), ...Object.values(schema.patternProperties ?? {})]) walk(inner);
  };
  walk(Mapping);
  assert.ok(names.length > 20);
  for (const name of names)
    assert.match(page, new RegExp(`\`([a-z]+\\.)*${name}\``), `${name} is not in docs/mappings.md`);
  assert.equal(readMapping(/```yaml\n([\s\S]*?)```/.exec(page)![1]!).title, 'sensor.community, SDS011 particles');
});
