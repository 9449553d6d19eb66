/** What people do with their own accounts leaves an entry in every authority they belong to, and none elsewhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type Tx } from '../../src/base/index.ts';
import * as identity from '../../src/identity/index.ts';
import { anAuthority, aPerson } from '../build-identity.ts';
import { aHouse } from '../build-ingest.ts';
import { aDatabase } from '../database.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
const { clock } = house;
const PASSWORD = 'amber lantern quay';
const [one, other, third] = [await anAuthority(db), await anAuthority(db), await anAuthority(db)];
const { viewer, personId } = await aPerson(db, { authorityId: one.id, password: PASSWORD });
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
await inTx((tx) => identity.grantRole(tx, { authorityId: other.id, personId, role: 'viewer' }));
const address = '192.0.2.1';

/** The deeds that were written down, by authority, since the last time this was asked. */
let seen = 0;
async function written(): Promise<Record<number, string[]>> {
  const { rows } = await sql<{ id: number; authorityId: number; action: string }>`
    select id, authority_id as "authorityId", action from identity.audit_entry where id > ${seen} order by id`.execute(
    db,
  );
  seen = rows.at(-1)?.id ?? seen;
  const found: Record<number, string[]> = {};
  for (const { authorityId, action } of rows) found[authorityId] = [...(found[authorityId] ?? []), action];
  return found;
}

test('a new password, by oneself and by link', async () => {
  await written();
  const change = { current: PASSWORD, next: 'another lantern quay', sessionId: 'this one', address };
  await identity.changePassword(db, viewer, change, clock);
  assert.deepEqual(await written(), { [one.id]: ['person.password'], [other.id]: ['person.password'] });
  const link = await inTx((tx) => identity.createSetupLink(tx, { purpose: 'password', personId }, clock));
  await inTx((tx) => identity.usePasswordLink(tx, link, PASSWORD, clock));
  assert.deepEqual(await written(), { [one.id]: ['person.password'], [other.id]: ['person.password'] });
});

test('a second factor: set up, new recovery codes, a recovery code used, removed', async () => {
  await inTx((tx) => identity.offerOwnFactor(tx, house, viewer, clock));
  const { rows } = await sql<{ sealed: Buffer }>`select secret_sealed as sealed from identity.second_factor
    where person_id = ${personId}`.execute(db);
  const { codeAt, stepAt } = await import('../../src/identity/second-factor/totp.ts');
  const code = codeAt(Buffer.from(house.secretBox.open(rows[0]!.sealed), 'base64'), stepAt(clock.now()));
  const codes = await inTx((tx) => identity.takeOwnFactor(tx, house, viewer, { code, sessionId: '' }, clock));
  const fresh = await identity.renewRecoveryCodes(db, house, viewer, { code: codes[0]!, address }, clock);
  const signed = await identity.signIn(db, { email: viewer.email, password: PASSWORD, address }, clock);
  assert.ok(signed.step === 'code');
  await identity.finishSignIn(db, house, { ticket: signed.ticket, code: fresh[0]!, address }, clock);
  await identity.removeOwnFactor(db, house, viewer, { code: fresh[1]!, address }, clock);
  const deeds = ['person.factor-add', 'person.recovery-codes', 'person.recovery-code', 'person.factor-remove'];
  const found = await written();
  assert.deepEqual(found, { [one.id]: deeds, [other.id]: deeds });
  assert.equal(found[third.id], undefined);
});
