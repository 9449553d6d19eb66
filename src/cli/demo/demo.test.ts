import assert from 'node:assert/strict';
import test from 'node:test';
import { aHouse, anIngest, ledgerOf } from '../../../test/build-ingest.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { findPersonByEmail, signIn } from '../../identity/index.ts';
import { listInbox } from '../../ingest/index.ts';
import { createCodecBox, dwellingCounts, listDevices, publicDevices } from '../../register/index.ts';
import { readBooks } from '../verify/accounts.store.ts';
import { discrepanciesOf } from '../verify/check-books.ts';
import { fillHistory } from './fill-history.ts';
import { demoPerson, foundWorld } from './found-world.ts';
import { keepSending } from './keep-sending.ts';
import { demoPeople, emailOf, PASSWORD } from './people.ts';
import { createSender } from './send-messages.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const codecBox = createCodecBox();
test.after(() => codecBox.stop());
const ingest = anIngest(house, codecBox);
const { clock, log } = house;
const noBar = { createProgressBar: () => ({ show() {}, end() {} }) };
const HOUR_MS = 3_600_000;
const seed = 7;
let untilMs = 0;

test('the demo is set up as people would: approved by second persons, but for the one that waits', async () => {
  await foundWorld(house);
  const { rows } = await sql<{ slug: string; state: string; submittedBy: number; decidedBy: number | null }>`
    select p.slug, d.state, d.submitted_by as "submittedBy", d.decided_by as "decidedBy"
    from register.declaration d join projects.project p on p.id = d.project_id order by p.slug`.execute(db);
  assert.deepEqual(
    rows.map(({ slug, state }) => [slug, state]),
    [
      ['air-outside-schools', 'in_force'],
      ['damp-in-homes', 'in_force'],
      ['high-street-footfall', 'submitted'],
      ['river-and-rain', 'in_force'],
    ],
  );
  assert.ok(rows.every(({ submittedBy, decidedBy }) => submittedBy !== decidedBy));
  assert.equal((await listDevices(db, await demoPerson(db, emailOf('viewer', 'marlstead')))).length, 56);
});

test('everybody of the demo signs in with the password that is printed', async () => {
  const email = emailOf('siro', 'marlstead');
  assert.equal(demoPeople().length, 16);
  for (const { email: address } of demoPeople())
    assert.ok((await findPersonByEmail(db, address))!.hasPassword, address);
  const signed = await signIn(db, { email, password: PASSWORD, address: '127.0.0.1', userAgent: 'test' }, clock);
  assert.ok(signed.step === 'done');
  const { viewer } = signed;
  assert.equal(viewer.email, email);
});

test('setting it up again changes nothing', async () => {
  const count = async () => (await sql<{ count: number }>`select count(*) from base.batch`.execute(db)).rows[0]!.count;
  const before = await count();
  await foundWorld(house);
  assert.equal(await count(), before);
});

test('its history comes through the real door, and every reading is accounted for', async () => {
  const sender = await createSender(db, ingest, clock);
  const filled = await fillHistory(db, sender, { seed, clock, days: 2, ...noBar });
  untilMs = filled.untilMs;
  assert.ok(filled.stored > 25_000, String(filled.stored));
  const ledger = await ledgerOf(db);
  assert.equal(ledger.stored, filled.stored);
  assert.ok(ledger.duplicate! > 0);
  assert.ok(ledger['refused:declaration-not-in-force']! > 0);
  assert.equal(ledger['refused:unparseable'], undefined);
  assert.deepEqual(discrepanciesOf(await readBooks(db)), []);
});

test('starting again fills the gap and nothing else', async () => {
  const sender = await createSender(db, ingest, clock);
  assert.equal((await fillHistory(db, sender, { seed, clock, days: 2, ...noBar })).stored, 0);
  clock.forward(3 * HOUR_MS);
  const gap = await fillHistory(db, sender, { seed, clock, days: 2, ...noBar });
  untilMs = gap.untilMs;
  assert.ok(gap.stored > 1_000 && gap.stored < 4_000, String(gap.stored));
  assert.deepEqual(discrepanciesOf(await readBooks(db)), []);
});

test('what falls due afterwards is sent live, decoded by the codecs in their box', async () => {
  const sender = await createSender(db, ingest, clock);
  const decodedBefore = codecBox.stats().decoded;
  clock.forward(20 * 60_000);
  const stored = await new Promise<number>((resolve, reject) => {
    const send: typeof sender.send = async (messages) => {
      const receipts = await sender.send(messages);
      resolve(receipts.reduce((sum, receipt) => sum + receipt.stored, 0));
      return receipts;
    };
    keepSending({ send }, untilMs, { seed, clock, log, everyMs: 5 });
    setTimeout(() => reject(new Error('nothing was sent')), 20_000).unref();
  });
  assert.ok(stored > 100, String(stored));
  assert.ok(codecBox.stats().decoded - decodedBefore > 30);
  assert.deepEqual(discrepanciesOf(await readBooks(db)), []);
});

test('homes are public only as counts of ten or more, and the waiting project not at all', async () => {
  const { devices } = await publicDevices(db, { limit: 500 });
  assert.equal(devices.length, 60);
  assert.ok(devices.every(({ slug }) => !slug.startsWith('home-') && !slug.startsWith('count-')));
  const homes = (await dwellingCounts(db)).map(({ dwellings }) => dwellings);
  assert.deepEqual(homes, [18, 17, 16, 15, 14, 13, 12]);
});

test('a device nobody registered waits in the inbox', async () => {
  const inbox = await listInbox(db, await demoPerson(db, emailOf('project_lead', 'marlstead')));
  assert.equal(inbox.length, 1);
  assert.ok(inbox[0]!.messages > 100);
});
