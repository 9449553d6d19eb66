import assert from 'node:assert/strict';
import test from 'node:test';
import { anObservation } from '../../test/build-observations.ts';
import { aDatabase } from '../../test/database.ts';
import { backfill } from './backfill.ts';
import { countObservations } from './counts.store.ts';
import { latestOf } from './latest.store.ts';
import type { NewObservation } from './observation.ts';
import { pageObservations } from './observation-page.store.ts';

const { database, db } = await aDatabase();
const BEGAN = Date.UTC(2026, 0, 1);

function* history(datastreams: number, readings: number): Generator<NewObservation> {
  for (let i = 0; i < readings; i++) {
    for (let datastreamId = 1; datastreamId <= datastreams; datastreamId++) {
      yield anObservation({ datastreamId, phenomenonTime: new Date(BEGAN + i * 900_000), value: i });
    }
  }
}

test('a history of 50,000 readings stands after one call, with its latest values', async () => {
  const { stored, datastreams } = await backfill(database, history(50, 1000));
  assert.equal(stored, 50_000);
  assert.equal(datastreams.length, 50);
  assert.equal((await countObservations(db, [7])).get(7)!.count, 1000);
  assert.equal((await latestOf(db, [7])).get(7)!.value, 999);
});

test('a history over observations that stand is refused and changes nothing', async () => {
  const rows = [
    anObservation({ datastreamId: 60 }),
    anObservation({ datastreamId: 1, phenomenonTime: new Date(BEGAN) }),
  ];
  await assert.rejects(backfill(database, rows), { code: 'OBS_BACKFILL_CONFLICT' });
  assert.equal((await countObservations(db, [60])).size, 0);
});

test('a history whose source fails leaves nothing, and the connection stays usable', async () => {
  async function* failing() {
    yield anObservation({ datastreamId: 61 });
    throw new Error('the disk is gone');
  }
  await assert.rejects(backfill(database, failing()), /the disk is gone/);
  await assert.rejects(
    backfill(database, [anObservation({ datastreamId: 61 })], async () => {
      throw new Error('no account');
    }),
    /no account/,
  );
  assert.equal((await countObservations(db, [61])).size, 0);
});

test('text values pass through the copy as they are', async () => {
  const text = 'tab\t newline\n back\\slash \\N';
  await backfill(database, [anObservation({ datastreamId: 62, value: null, textValue: text })]);
  assert.equal((await pageObservations(db, { datastreamIds: [62] })).rows[0]!.textValue, text);
});
