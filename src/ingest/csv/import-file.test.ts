import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { aHouse, aSource, faultsOf, ledgerOf } from '../../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, aModel, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { type LamppostError, sql } from '../../base/index.ts';
import { pageObservations } from '../../observations/index.ts';
import { addsUp, type Receipt } from '../receipt.ts';
import { importFile } from './import-file.ts';
import { type Mapping, readMapping } from './mapping.ts';

const REAL = new URL('../../../../shared/realdata/', import.meta.url);
const skip = existsSync(REAL) ? false : 'the real files are not at ../shared/realdata';
const EXAMPLES = new URL('../../../examples/mappings/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'lamppost-import-'));

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const HOURLY = ['no2', 'pm10', 'pm25', 'o3'];
const FINE = [
  'air-temperature',
  'relative-humidity',
  'light',
  'noise-laeq',
  'battery',
  'pressure',
  'voc',
  'co2',
  'pm1',
  'water-level',
  'rainfall',
  'count-people',
];
const project = await anAirProject(db, {
  body: aDeclarationBody({
    properties: [
      ...HOURLY.map((code) => aDeclaredProperty(code, { shortest_interval_s: 0, decimals: 2 })),
      ...FINE.map((code) => aDeclaredProperty(code, { shortest_interval_s: 0, decimals: 3 })),
    ],
  }),
});
const { authorityId, projectId } = project;
const anImportSource = (identifierKind: 'site_code' | 'serial' = 'site_code') =>
  aSource(house, project.lead.viewer, { authorityId, door: 'csv', identifierKind });
const site = (value: string, modelId = project.modelId) =>
  aDevice(db, { authorityId, projectId, modelId, identifier: { kind: 'site_code', value }, placeId: null });
const mappingOf = (name: string) => readMapping(readFileSync(new URL(`${name}.yaml`, EXAMPLES), 'utf8'));
const plain: Mapping = {
  title: 'made up',
  device: { column: 'site' },
  time: { columns: ['time'], format: 'YYYY-MM-DD HH:mm' },
  values: { wide: { no2: 'no2', pm10: 'pm10' } },
};

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const figures = ({ notes: _notes, refused, ...counts }: Receipt) => ({ ...counts, ...refused });
const clean = { read: 0, stored: 0, beside: 0, duplicate: 0, blank: 0, simulated: 0 };

test('made up: the same hour twice with different values, both are kept and told as beside', async () => {
  const device = await site('TWICE');
  const { sourceId } = await anImportSource();
  const path = written(
    'made-up-two-instruments.csv',
    'site,time,no2,pm10\nTWICE,2026-01-01 00:00,40.1,\nTWICE,2026-01-01 00:00,43.9,\nTWICE,2026-01-01 00:00,40.1,\n',
  );
  const { counts } = await importFile(house, { sourceId, path, mapping: plain });
  assert.deepEqual(figures(counts), { ...clean, read: 6, stored: 2, beside: 1, duplicate: 1, blank: 3 });
  const { rows } = await pageObservations(db, { datastreamIds: [device.datastreams.no2!], order: 'oldest-first' });
  assert.deepEqual(
    rows.map(({ value, sequence }) => [value, sequence]),
    [
      [40.1, 0],
      [43.9, 1],
    ],
  );
});

test('made up: bad rows are told by their line, counted, and take no neighbour with them', async () => {
  await site('BAD');
  const { sourceId } = await anImportSource();
  const path = written(
    'made-up-bad-rows.csv',
    [
      '\uFEFFsite,time,no2,pm10',
      'BAD,2026-01-01 00:00,1,2',
      'BAD,2026-02-31 00:00,1,2',
      'BAD,2026-01-01 02:00,1',
      ',2026-01-01 03:00,1,2',
      '',
      'BAD,2026-01-01 04:00,warm,2',
      'NOBODY,2026-01-01 05:00,1,2',
      '"BAD",2026-01-01 06:00,"7",99999',
      'BAD,1997-01-01 00:00,1,2',
    ].join('\r\n'),
  );
  const { counts, rows, problems } = await importFile(house, { sourceId, path, mapping: plain });
  assert.equal(rows, 8);
  assert.deepEqual(figures(counts), {
    ...clean,
    read: 16,
    stored: 4,
    unparseable: 7,
    'unknown-device': 2,
    'out-of-range': 1,
    clock: 2,
  });
  assert.deepEqual(
    problems.map(({ line }) => line),
    [3, 4, 5],
  );
  assert.ok(
    (await faultsOf(db, sourceId)).some(({ message }) =>
      message.startsWith('Column time holds no time written as YYYY-MM-DD HH:mm.'),
    ),
  );
});

test('an import that is broken off and done again stands once', async () => {
  await site('RESUME');
  const { sourceId } = await anImportSource();
  const hour = (at: number) => new Date(Date.UTC(2025, 0, 1, at)).toISOString().slice(0, 16).replace('T', ' ');
  const lines = Array.from({ length: 12_000 }, (_, at) => `RESUME,${hour(at)},${at % 90},${at % 70}`);
  const path = written('long.csv.gz', gzipSync(`site,time,no2,pm10\n${lines.join('\n')}\n`));
  const broken = importFile(house, {
    sourceId,
    path,
    mapping: plain,
    progress: () => {
      throw new Error('the plug was pulled');
    },
  });
  await assert.rejects(broken, { code: 'ING_UNAVAILABLE' });
  const first = await sql<{ stored: number; finished: Date | null }>`
    select (counts ->> 'stored')::int as stored, finished_at as finished from ingest.import_run where source_id = ${sourceId}`.execute(
    db,
  );
  assert.equal(first.rows[0]!.finished, null);
  assert.equal(first.rows[0]!.stored, (await ledgerOf(db, sourceId)).stored);
  const { counts } = await importFile(house, { sourceId, path, mapping: plain });
  assert.deepEqual([counts.stored + counts.duplicate, counts.duplicate], [24_000, first.rows[0]!.stored]);
  assert.equal((await ledgerOf(db, sourceId)).stored, 24_000);
});

test('a file without the columns, without rows, or that is not there is refused with a word about it', async () => {
  const { sourceId } = await anImportSource();
  const refuse = (path: string, code: string, says: RegExp) =>
    assert.rejects(importFile(house, { sourceId, path, mapping: plain }), (error: Error & { code?: string }) => {
      assert.equal(error.code, code);
      assert.match(error.message, says);
      return true;
    });
  await refuse(written('other.csv', 'a,b\n1,2\n'), 'ING_COLUMN_MISSING', /no column site; it has a, b/);
  await refuse(written('empty.csv', ''), 'ING_FILE_UNREADABLE', /empty/);
  await refuse(join(folder, 'nowhere.csv'), 'ING_FILE_UNREADABLE', /ENOENT/);
  await refuse(written('broken.csv.gz', gzipSync('site,time\n').subarray(0, 15)), 'ING_FILE_UNREADABLE', /end of file/);
});

test('a file that is not what its mapping describes leaves no run behind, and the cure names the line to change', async () => {
  const { sourceId } = await anImportSource();
  const refuse = async (name: string, lines: string[], mapping: Mapping, cure: RegExp) => {
    const path = written(name, `${lines.join('\n')}\n`);
    await assert.rejects(importFile(house, { sourceId, path, mapping }), ({ cure: given }: LamppostError) => {
      assert.match(given, cure);
      return true;
    });
  };
  const header = 'site,time,no2,pm10';
  const timed = (time: string) => [header, `A,${time},1,2`, `A,${time},3,4`];
  const swap = (to: string) => new RegExp(`under time, write "format: ${to}" in place of "format: YYYY-MM-DD HH:mm"`);
  await refuse(
    'made-up-near.csv',
    ['site,time,N02,pm10'],
    plain,
    /Did you mean N02\? Correct values\.wide of the mapping/,
  );
  await refuse('made-up-device.csv', ['sites,time,no2,pm10'], plain, /mean sites\? Correct device\.column/);
  await refuse('made-up-far.csv', ['site,when it was,no2,pm10'], plain, /^Correct time\.columns of the mapping/);
  await refuse('made-up-slashes.csv', timed('31/01/2026 07:30'), plain, swap('DD/MM/YYYY HH:mm'));
  await refuse('made-up-seconds.csv', timed('2026-01-31 07:30:00'), plain, swap('YYYY-MM-DD HH:mm:ss'));
  await refuse('made-up-iso.csv', timed('2026-01-31T07:30:00Z'), plain, swap('iso'));
  await refuse('made-up-epoch.csv', timed('1769844600'), plain, swap('epoch_s'));
  await refuse('made-up-words.csv', timed('last Tuesday'), plain, /no format we know reads them all/);
  const { rows } = await sql`select 1 from ingest.import_run where source_id = ${sourceId}`.execute(db);
  assert.equal(rows.length, 0);
});

test('half a gzip file keeps the rows before the break and says that it is broken', async () => {
  await site('HALF');
  const { sourceId } = await anImportSource();
  const lines = Array.from(
    { length: 40_000 },
    (_, at) =>
      `HALF,${new Date(Date.UTC(2020, 0, 1) + at * 60_000).toISOString().slice(0, 16).replace('T', ' ')},${Math.sin(at)},2`,
  );
  const whole = gzipSync(`site,time,no2,pm10\n${lines.join('\n')}\n`);
  const path = written('half.csv.gz', whole.subarray(0, whole.length >> 1));
  await assert.rejects(importFile(house, { sourceId, path, mapping: plain }), { code: 'ING_FILE_UNREADABLE' });
  const ledger = await ledgerOf(db, sourceId);
  assert.ok(ledger.stored! > 10_000 && ledger.read === ledger.stored! + (ledger.duplicate ?? 0));
});

async function importReal(mapping: Mapping, paths: URL[], kind: 'site_code' | 'serial' = 'site_code') {
  const { sourceId } = await anImportSource(kind);
  const results = [];
  for (const path of paths) results.push(await importFile(house, { sourceId, path: path.pathname, mapping }));
  const sum = await ledgerOf(db, sourceId);
  assert.equal(
    results.reduce((all, { counts }) => all + counts.read, 0),
    sum.read,
  );
  assert.ok(results.every(({ counts }) => addsUp(counts)));
  return { results, sum };
}

test('EA hydrology: levels (negative ones too) and rainfall of the upper Calder', { skip }, async () => {
  const { modelId } = await aModel(db, {
    authorityId,
    channels: [
      { field: 'level', property: 'water-level', required: false },
      { field: 'rainfall', property: 'rainfall', required: false },
    ],
  });
  const files = readdirSync(new URL('flood/hydrology-calder-2025/', REAL)).map(
    (name) => new URL(`flood/hydrology-calder-2025/${name}`, REAL),
  );
  const stations = new Set<string>();
  const { gunzipSync } = await import('node:zlib');
  let rows = 0;
  for (const file of files) {
    const text = gunzipSync(readFileSync(file)).toString();
    rows += text.trim().split('\n').length - 1;
    stations.add(/measures\/([0-9a-f-]{36})/.exec(text)![1]!);
  }
  for (const station of stations) await site(station, modelId);
  const { sum } = await importReal(mappingOf('ea-hydrology'), files);
  const { read, stored = 0, blank = 0, duplicate = 0, ...refused } = sum;
  assert.equal(read, rows);
  assert.equal(stored + blank + duplicate, rows, JSON.stringify(refused));
});

test('Southwark homes: a value a minute, particles every fifth, warm-up zeros of the CO2 chip are blank', {
  skip,
}, async () => {
  const fields = {
    temperature: 'air-temperature',
    humidity: 'relative-humidity',
    light: 'light',
    noise: 'noise-laeq',
    battery: 'battery',
    pressure: 'pressure',
    voc: 'voc',
    co2: 'co2',
    pm1: 'pm1',
    pm25: 'pm25',
    pm10: 'pm10',
  };
  const { modelId } = await aModel(db, {
    authorityId,
    channels: Object.entries(fields).map(([field, property]) => ({ field, property })),
  });
  const device = await site('BL007-14', modelId);
  const { sum, results } = await importReal(mappingOf('smart-citizen-homes'), [
    new URL('indoor-homes/southwark-2023/BL007-14.csv.gz', REAL),
  ]);
  assert.equal(sum.read, results[0]!.rows * 11);
  assert.ok(sum.blank! > results[0]!.rows * 2);
  assert.equal(sum['refused:unparseable'], undefined);
  const pressure = await pageObservations(db, {
    datastreamIds: [device.datastreams.pressure!],
    order: 'oldest-first',
    limit: 1,
  });
  assert.equal(pressure.rows[0]!.value, 1017.2); // 101.72 kPa
  assert.equal(pressure.rows[0]!.phenomenonTime.toISOString(), '2023-08-06T16:23:14.000Z');
});

test('sensor.community: a repeated time with an empty row, and the day the clocks change', { skip }, async () => {
  const days = new URL('air-quality/sensor-community-aberdeen-2018/sample-days/', REAL);
  const particles = await aModel(db, {
    authorityId,
    channels: [
      { field: 'pm10', property: 'pm10' },
      { field: 'pm25', property: 'pm25' },
    ],
  });
  const climate = await aModel(db, {
    authorityId,
    channels: [
      { field: 'temperature', property: 'air-temperature' },
      { field: 'humidity', property: 'relative-humidity' },
    ],
  });
  for (const serial of ['5331', '7789', '8554']) await site(serial, particles.modelId);
  for (const serial of ['5332', '7790', '8555']) await site(serial, climate.modelId);
  const names = readdirSync(days);
  const of = (type: string) => names.filter((name) => name.includes(type)).map((name) => new URL(name, days));
  const sds = await importReal(mappingOf('sensor-community-sds011'), of('sds011'));
  assert.ok(sds.sum.blank! >= 2);
  assert.equal(sds.sum.read, sds.sum.stored! + sds.sum.blank! + (sds.sum.duplicate ?? 0));
  const dht = await importReal(mappingOf('sensor-community-dht22'), of('dht22'));
  const { read, stored = 0, blank = 0, duplicate = 0, ...rest } = dht.sum;
  const refused = rest['refused:out-of-range'] ?? 0;
  assert.equal(read, stored + blank + duplicate + refused);
});

test('Leeds footfall: local time over eight years; only the hours the clocks left out are refused', {
  skip,
}, async () => {
  const path = new URL('footfall-traffic/leeds/footfall.csv.gz', REAL);
  if (!existsSync(path)) return;
  const { modelId } = await aModel(db, { authorityId, channels: [{ field: 'people', property: 'count-people' }] });
  const { gunzipSync } = await import('node:zlib');
  const lines = gunzipSync(readFileSync(path)).toString().split('\n').slice(0, 40_000);
  const small = written('footfall.csv', lines.join('\n'));
  for (const place of new Set(lines.slice(1).map((line) => line.split(',')[3]!))) if (place) await site(place, modelId);
  const { sourceId } = await anImportSource();
  const { counts } = await importFile(house, { sourceId, path: small, mapping: mappingOf('leeds-footfall') });
  assert.ok(addsUp(counts));
  assert.ok(counts.stored > 39_000, JSON.stringify(counts));
});
