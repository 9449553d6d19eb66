import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { aHouse, aSource, ledgerOf } from '../../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, aModel, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { pageObservations } from '../../observations/index.ts';
import { addsUp, type Receipt } from '../receipt.ts';
import { importFile } from './import-file.ts';
import { type Mapping, readMapping } from './mapping.ts';

const REAL = new URL('../../../../shared/realdata/flood/ea-api-json/', import.meta.url);
const skip = existsSync(REAL) ? false : 'the real files are not at ../shared/realdata';
const MAPPING = new URL('../../../examples/mappings/ea-flood-monitoring.yaml', import.meta.url);
const mapping = readMapping(readFileSync(MAPPING, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'lamppost-json-'));

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const properties = ['water-level', 'rainfall'].map((code) =>
  aDeclaredProperty(code, { shortest_interval_s: 0, decimals: 3 }),
);
const { authorityId, projectId, lead } = await anAirProject(db, { body: aDeclarationBody({ properties }) });
const { modelId } = await aModel(db, {
  authorityId,
  channels: [
    { field: 'level', property: 'water-level', required: false },
    { field: 'rainfall', property: 'rainfall', required: false },
  ],
});
const station = (value: string) =>
  aDevice(db, { authorityId, projectId, modelId, identifier: { kind: 'site_code', value }, placeId: null });
const aFileSource = () => aSource(house, lead.viewer, { authorityId, door: 'csv', identifierKind: 'site_code' });
const figures = ({ notes: _notes, refused, ...counts }: Receipt) => ({ ...counts, ...refused });
const clean = { read: 0, stored: 0, beside: 0, duplicate: 0, blank: 0, simulated: 0 };

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

const ROOT = 'http://environment.data.gov.uk/flood-monitoring';
/** As the API gives it by default: `measure` is an address. */
const reading = (measure: string, dateTime: string, value: unknown) => ({
  '@id': `${ROOT}/data/readings/${measure}/${dateTime.replaceAll(':', '-')}`,
  dateTime,
  measure: `${ROOT}/id/measures/${measure}`,
  value,
});

test('made up: readings in both views, a list of values, a gap, and items that are no readings', async () => {
  const device = await station('X1TH');
  const { sourceId } = await aFileSource();
  const level = 'X1TH-level-stage-i-15_min-mASD';
  const full = {
    ...reading(level, '2026-01-01T00:30:00Z', -0.104),
    measure: { '@id': `${ROOT}/id/measures/${level}`, stationReference: 'X1TH' },
  };
  const items = [
    reading(level, '2026-01-01T00:00:00Z', 0.076),
    reading(level, '2026-01-01T00:15:00Z', [0.08, 0.09]),
    full,
    reading('X1TH-rainfall-tipping_bucket_raingauge-t-15_min-mm', '2026-01-01T00:00:00Z', 0.2),
    reading(level, '2026-01-01T00:45:00Z', null),
    { ...reading(level, 'yesterday', 1) },
    'no reading',
    reading('NOBODY-level-stage-i-15_min-mASD', '2026-01-01T00:00:00Z', 1),
  ];
  const path = written('made-up-flood-readings.json.gz', gzipSync(JSON.stringify({ meta: { version: '0.9' }, items })));
  const { counts, rows, problems } = await importFile(house, { sourceId, path, mapping });
  assert.equal(rows, 9, 'eight items, one of them with two values');
  assert.deepEqual(figures(counts), {
    ...clean,
    read: 9,
    stored: 5,
    beside: 1,
    blank: 1,
    unparseable: 2,
    'unknown-device': 1,
  });
  assert.deepEqual(
    problems.map(({ line }) => line),
    [6, 7],
  );
  const { rows: levels } = await pageObservations(db, {
    datastreamIds: [device.datastreams.level!],
    order: 'oldest-first',
  });
  assert.deepEqual(
    levels.map(({ value, sequence }) => [value, sequence]),
    [
      [0.076, 0],
      [0.08, 0],
      [0.09, 1],
      [-0.104, 0],
    ],
  );
  const again = await importFile(house, { sourceId, path, mapping });
  assert.deepEqual([again.counts.stored, again.counts.duplicate], [0, 5]);
});

test('made up: a JSON file that is not what the mapping describes is refused with a word about it', async () => {
  const { sourceId } = await aFileSource();
  const refuse = (name: string, content: unknown, code: string, says: RegExp, by: Mapping = mapping) =>
    assert.rejects(importFile(house, { sourceId, path: written(name, content), mapping: by }), (error: Error) => {
      assert.equal((error as Error & { code?: string }).code, code);
      assert.match(error.message, says);
      return true;
    });
  await refuse('cut.json', '{"items": [{"@id": ', 'ING_FILE_UNREADABLE', /not JSON .*ends too early, at byte 19/);
  await refuse('stations.json', { results: [] }, 'ING_FILE_UNREADABLE', /no list "items".* it has results/);
  await refuse('list.json', [], 'ING_FILE_UNREADABLE', /no list "items"/);
  const bare = { items: [{ dateTime: '2026-01-01T00:00:00Z', value: 1 }] };
  await refuse('bare.json', bare, 'ING_COLUMN_MISSING', /no column @id; it has dateTime, value/);
  assert.throws(
    () => readMapping(`${readFileSync(MAPPING, 'utf8')}`.replace('json: items', "json: items\n  delimiter: ';'")),
    /file\.delimiter: it is for CSV/,
  );
  const none = await importFile(house, { sourceId, path: written('none.json', { items: [] }), mapping });
  assert.deepEqual([none.rows, none.counts.read], [0, 0]);
});

test('EA flood-monitoring API: real answers in full view, and readings without an address of their own', {
  skip,
}, async () => {
  const places = { E7050: 'rainfall', '1029TH': 'level', E70039: 'level' } as const;
  const devices = new Map<string, Awaited<ReturnType<typeof station>>>();
  for (const value of Object.keys(places)) devices.set(value, await station(value));
  const { sourceId } = await aFileSource();
  for (const name of readdirSync(REAL).filter((each) => each.startsWith('readings-'))) {
    const { counts, problems } = await importFile(house, { sourceId, path: new URL(name, REAL).pathname, mapping });
    assert.deepEqual([problems, figures(counts)], [[], { ...clean, read: 1, stored: 1 }], name);
  }
  for (const [value, field] of Object.entries(places)) {
    const [datastreamId] = [devices.get(value)!.datastreams[field]!];
    const { rows } = await pageObservations(db, { datastreamIds: [datastreamId], order: 'oldest-first' });
    assert.equal(rows.length, 1, value);
  }
  const bare = await station('BARE');
  const named: Mapping = { ...mapping, device: { fixed: 'BARE' }, values: { wide: { value: 'level' } } };
  const path = new URL('floodwatch-sample_readings.json', REAL).pathname;
  const { counts } = await importFile(house, { sourceId, path, mapping: named });
  assert.ok(addsUp(counts));
  assert.deepEqual(figures(counts), { ...clean, read: 9, stored: 9 });
  const { rows } = await pageObservations(db, { datastreamIds: [bare.datastreams.level!], order: 'oldest-first' });
  assert.deepEqual([rows[0]!.value, rows[0]!.phenomenonTime.toISOString()], [0.523, '2026-02-10T10:00:00.000Z']);
  const { read, stored } = await ledgerOf(db, sourceId);
  assert.deepEqual([read, stored], [12, 12]);
});
