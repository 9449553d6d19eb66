/** Files with spoilt rows: each row is accounted for, good neighbours are stored, and what is wrong is told by its line. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { LamppostError, sql } from '../../src/base/index.ts';
import { addsUp, importFile, type Mapping } from '../../src/ingest/index.ts';
import { aHouse, aSource } from '../build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, anAirProject } from '../build-register.ts';
import { aDatabase } from '../database.ts';
import { aSeed, type Chance, chanceOf } from '../seeded-random.ts';
import { mutateBytes, SECRET } from './mutate.ts';

const BUDGET_MS = (Number(process.env.LAMPPOST_TEST_FUZZ_SECONDS ?? 45) * 1000) / 5;
const folder = mkdtempSync(join(tmpdir(), 'lamppost-fuzz-'));
after(() => rmSync(folder, { recursive: true }));

const mapping: Mapping = {
  title: 'made up',
  device: { column: 'site' },
  time: { columns: ['time'], format: 'YYYY-MM-DD HH:mm' },
  values: { wide: { no2: 'no2', pm10: 'pm10' } },
};

test('a file with spoilt rows is imported to the row, or refused whole with a word why', async (t) => {
  const chance = chanceOf(aSeed());
  t.diagnostic(`LAMPPOST_TEST_SEED=${chance.seed}`);
  const own = await aDatabase();
  const house = await aHouse(own);
  const properties = ['no2', 'pm10'].map((code) => aDeclaredProperty(code, { shortest_interval_s: 0 }));
  const project = await anAirProject(own.db, { body: aDeclarationBody({ properties }) });
  const { authorityId, projectId, modelId } = project;
  const identifier = { kind: 'site_code', value: 'SITE' } as const;
  await aDevice(own.db, { authorityId, projectId, modelId, identifier, placeId: null });
  const wish = { authorityId, door: 'csv', identifierKind: 'site_code' } as const;
  const { sourceId } = await aSource(house, project.lead.viewer, wish);

  const tally = { imported: 0, rows: 0, refused: 0 };
  for (const until = performance.now() + BUDGET_MS; performance.now() < until; ) {
    const bytes = aFile(chance);
    const path = join(folder, `made-up-${chance.between(1, 9)}.csv`);
    writeFileSync(path, chance.next() < 0.2 ? spoiltGzip(bytes, chance) : bytes);
    try {
      const { counts, rows, problems } = await importFile(house, { sourceId, path, mapping });
      assert.ok(addsUp(counts), JSON.stringify(counts));
      for (const { line, message } of problems)
        assert.ok(line >= 1 && message.length > 10 && !message.includes(SECRET), message);
      tally.imported++;
      tally.rows += rows;
    } catch (error) {
      assert.ok(error instanceof LamppostError, String((error as Error).stack));
      assert.match(error.code, /^ING_(FILE_UNREADABLE|COLUMN_MISSING)$/);
      assert.ok(error.cure.length > 10);
      tally.refused++;
    }
  }
  t.diagnostic(`${tally.imported} files of ${tally.rows} rows imported, ${tally.refused} refused`);
  assert.ok(tally.imported > 3 && tally.refused > 0);
  const { rows } = await sql<{ stored: number; booked: number }>`
    select (select count(*)::int from observations.v_observation) as stored,
      (select coalesce(sum(count), 0)::int from ingest.v_ledger where outcome = 'stored') as booked`.execute(own.db);
  assert.equal(rows[0]!.stored, rows[0]!.booked);
  assert.ok(rows[0]!.stored > 0);
});

/** Most rows right, some with one spoilt field, some spoilt in their bytes. */
function aFile(chance: Chance): Uint8Array {
  const rows: Uint8Array[] = [
    Buffer.from(
      chance.next() < 0.9
        ? 'site,time,no2,pm10\n'
        : chance.pick(['site,when,no2,pm10\n', '\ufeffsite,time,no2,pm10\n', '']),
    ),
  ];
  for (let left = chance.between(0, 200); left > 0; left--) {
    const day = String(chance.between(1, 28)).padStart(2, '0');
    const fields = [
      'SITE',
      `2026-03-${day} ${String(chance.between(0, 23)).padStart(2, '0')}:00`,
      String(chance.between(0, 900) / 10),
      '3',
    ];
    if (chance.next() < 0.15) fields[chance.between(0, 3)] = chance.pick(HOSTILE);
    const row = Buffer.from(`${fields.join(',')}\n`);
    rows.push(chance.next() < 0.05 ? mutateBytes(row, chance) : row);
  }
  return Buffer.concat(rows);
}

const HOSTILE = [
  '',
  '"',
  '""',
  SECRET,
  'NaN',
  '-999',
  '1e400',
  '\0',
  'é',
  '"a,b"',
  '2026-02-30 00:00',
  '9999-12-31 23:59',
  '=1+1',
  ',,,,',
  'x'.repeat(50_000),
];

function spoiltGzip(bytes: Uint8Array, chance: Chance): Buffer {
  const zipped = gzipSync(bytes);
  return chance.next() < 0.5 ? zipped : mutateBytes(zipped, chance);
}
