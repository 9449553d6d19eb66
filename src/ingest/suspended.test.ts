import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedHouse } from '../../test/build-house.ts';
import { aDoorway, aHouse, anIngest } from '../../test/build-ingest.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { revokeClearance } from '../projects/index.ts';
import { heedClearances } from '../register/index.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
heedClearances(house);
const { authorityId, projectId, keys } = await seedHouse(db, { devices: 1, lorawan: 0 });
const door = await aDoorway(house, anIngest(house));

test('once a clearance is over the next message is refused with that reason, counted, and the device goes on', async () => {
  const post = async (time: string) =>
    (
      await door.inject({
        method: 'POST',
        url: '/ingest/json/northbank/json',
        headers: { authorization: `Bearer ${keys.json}` },
        payload: { device: 'air-1', time, no2: 10 },
      })
    ).json();
  assert.equal((await post('2026-05-01T11:40:00Z')).stored, 1);
  const at = new Date(Date.now() - 40 * 86_400_000);
  await db
    .transaction()
    .execute((tx) =>
      revokeClearance(tx, { authorityId, projectId, kind: 'security', reason: 'Over.', revokedBy: null, at }),
    );
  let answer = await post('2026-05-01T11:41:00Z');
  for (let tries = 0; tries < 100 && answer.stored > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50)); // news travels
    answer = await post(`2026-05-01T11:42:${String(tries % 60).padStart(2, '0')}Z`);
  }
  assert.deepEqual(answer.refused, { 'declaration-not-in-force': 1 });
  assert.match(answer.notes.join(), /suspended \(security\); nothing is stored until it is cleared and approved again/);
  const { rows } = await sql<{
    state: string;
  }>`select state from register.device where project_id = ${projectId}`.execute(db);
  assert.deepEqual(rows, [{ state: 'live' }]);
});
