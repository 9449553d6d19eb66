import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { anAlert, aReceiver, aWebhook } from '../../test/build-alerts.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aHouse } from '../../test/build-ingest.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import { type LamppostError, sql } from '../base/index.ts';
import { DELIVER_TASK, deliver, PAUSES_MS } from './deliver.task.ts';
import { createWebhook, listDeliveries, listWebhooksOf, pauseWebhook, redeliver, verifySignature } from './index.ts';
import { endAlert } from './raise-alert.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`, which waits for its connections
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
await house.jobs.start(); // no task is known here: jobs stand in the queue, and the tests do what they say
stopJobs = () => house.jobs.stop();

async function aBorough() {
  const { authorityId } = await anAuthority(db);
  const lead = await aPerson(db, { authorityId });
  const { id: projectId } = await aProject(db, lead.viewer, { authorityId });
  return { authorityId, projectId, lead };
}

let origins = 0;
async function aDelivery(answer = 200) {
  const borough = await aBorough();
  const receiver = await aReceiver();
  receiver.will.answer = answer;
  const webhook = await aWebhook(house, borough.lead.viewer, { ...borough, url: receiver.url });
  const origin = `finding:${++origins}`;
  const alert = await anAlert(house, { ...borough, origin });
  const delivery = async () => (await listDeliveries(db, { alertId: alert.id }))[0]!;
  return { ...borough, receiver, webhook, alert, origin, delivery };
}

/** When the jobs of a delivery are due, in the order they were added. */
async function jobsOf(deliveryId: number): Promise<Date[]> {
  const { rows } = await sql<{ run_at: Date }>`
    select j.run_at from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
    where j.task_identifier = ${DELIVER_TASK} and (p.payload ->> 'deliveryId')::int = ${deliveryId} order by j.id`.execute(
    db,
  );
  return rows.map((row) => row.run_at);
}

describe('a delivery', () => {
  it('is queued with the alert in one transaction, and carries the alert, signed', async () => {
    const { receiver, webhook, alert, delivery } = await aDelivery();
    const queued = await delivery();
    assert.equal(queued.state, 'waiting');
    assert.equal((await jobsOf(queued.id)).length, 1);
    await deliver(house, queued.id);
    assert.equal(receiver.received.length, 1);
    const { headers, body } = receiver.received[0]!;
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['x-lamppost-event'], 'alert.raised');
    const signature = String(headers['x-lamppost-signature']);
    assert.ok(verifySignature(webhook.secret, signature, body, house.clock.now()));
    assert.ok(!verifySignature(`${webhook.secret}x`, signature, body, house.clock.now()));
    const said = JSON.parse(body);
    assert.equal(said.alert.title, 'High air pollution at Ash Grove Primary');
    assert.equal(said.alert.page, `${house.settings.publicUrl}/actions/${alert.id}`);
    assert.deepEqual([(await delivery()).state, (await delivery()).attempts], ['delivered', 1]);
    await deliver(house, queued.id);
    assert.equal(receiver.received.length, 1, 'what is delivered is not sent again');
  });

  it('that fails is tried again after each pause, and is dead after the last', async () => {
    const { receiver, delivery } = await aDelivery(500);
    const { id } = await delivery();
    const pauses = [60_000, 600_000];
    for (const [attempt, pause] of pauses.entries()) {
      await deliver(house, id, pauses);
      const failed = await delivery();
      assert.deepEqual([failed.state, failed.attempts, failed.lastStatus], ['waiting', attempt + 1, 500]);
      assert.equal(failed.nextAt?.getTime(), house.clock.now().getTime() + pause);
      assert.equal((await jobsOf(id)).at(-1)?.getTime(), failed.nextAt?.getTime());
      assert.match(failed.lastError ?? '', /500/);
    }
    await deliver(house, id, pauses);
    const dead = await delivery();
    assert.deepEqual([dead.state, dead.attempts, dead.nextAt], ['dead', 3, null]);
    await deliver(house, id, pauses);
    assert.equal(receiver.received.length, 3, 'the dead are left in peace');
  });

  it('that waits goes nowhere once its webhook is paused, and can be sent when it is resumed', async () => {
    const { receiver, webhook, delivery, lead, authorityId } = await aDelivery(500);
    const { id } = await delivery();
    await deliver(house, id);
    const pause = (paused: boolean) =>
      db.transaction().execute((tx) => pauseWebhook(tx, lead.viewer, authorityId, webhook.id, paused, house.clock));
    await pause(true);
    await deliver(house, id);
    assert.equal(receiver.received.length, 1);
    assert.deepEqual([(await delivery()).state, (await delivery()).attempts], ['dead', 2]);
    assert.match((await delivery()).lastError ?? '', /paused/);
    await pause(false);
    receiver.will.answer = 200;
    await db.transaction().execute((tx) => redeliver(tx, house, lead.viewer, id));
    await deliver(house, id);
    assert.equal((await delivery()).state, 'delivered');
  });

  it('that is dead can be sent again by hand, with fresh attempts, by those who handle alerts', async () => {
    const { receiver, delivery, lead, authorityId } = await aDelivery(500);
    const { id } = await delivery();
    await deliver(house, id, []);
    const again = (by: typeof lead) => db.transaction().execute((tx) => redeliver(tx, house, by.viewer, id));
    const reader = await aPerson(db, { authorityId, roles: ['viewer'] });
    const stranger = (await aBorough()).lead;
    await assert.rejects(again(reader), (error: LamppostError) => error.code === 'IDN_FORBIDDEN');
    await assert.rejects(again(stranger), (error: LamppostError) => error.code === 'ACT_DELIVERY_UNKNOWN');
    assert.equal((await delivery()).state, 'dead');
    receiver.will.answer = 204;
    await again(lead);
    assert.deepEqual([(await delivery()).state, (await delivery()).attempts], ['waiting', 0]);
    await deliver(house, id);
    assert.equal((await delivery()).state, 'delivered');
    const jobs = (await jobsOf(id)).length;
    await again(lead);
    assert.equal((await jobsOf(id)).length, jobs, 'what was delivered is not queued again');
  });

  it('fails when the receiver sends it elsewhere, or is not there', async () => {
    const moved = await aDelivery(302);
    const elsewhere = await aReceiver();
    Object.assign(moved.receiver.will, { redirect: elsewhere.url });
    await deliver(house, (await moved.delivery()).id);
    assert.equal((await moved.delivery()).lastStatus, 302);
    assert.equal(elsewhere.received.length, 0, 'the secret’s owner said which address');
    const gone = await aBorough();
    await aWebhook(house, gone.lead.viewer, { ...gone, url: 'http://127.0.0.1:9/alerts' });
    const alert = await anAlert(house, { ...gone, origin: `finding:${++origins}` });
    const [queued] = await listDeliveries(db, { alertId: alert.id });
    await deliver(house, queued!.id);
    const [failed] = await listDeliveries(db, { alertId: alert.id });
    assert.deepEqual([failed!.state, failed!.lastStatus], ['waiting', null]);
    assert.match(failed!.lastError ?? '', /^No connection \(/);
  });

  it('follows when the cause is over, once', async () => {
    const { alert, origin, receiver } = await aDelivery();
    for (let times = 0; times < 2; times++)
      await db.transaction().execute((tx) => endAlert(tx, house, origin, house.clock.now()));
    const queued = await listDeliveries(db, { alertId: alert.id });
    assert.deepEqual(queued.map(({ event }) => event).sort(), ['alert.over', 'alert.raised']);
    for (const { id } of queued) await deliver(house, id);
    const over = receiver.received.find(({ headers }) => headers['x-lamppost-event'] === 'alert.over')!;
    assert.equal(JSON.parse(over.body).alert.state, 'over');
  });

  it('has pauses that grow to hours', () => {
    assert.deepEqual(
      [...PAUSES_MS].sort((one, other) => one - other),
      [...PAUSES_MS],
    );
    assert.ok(PAUSES_MS.reduce((sum, pause) => sum + pause, 0) > 8 * 3_600_000, 'a weekend shift can mend a receiver');
  });
});

describe('a webhook', () => {
  it('gets nothing while it is paused, and nothing of other authorities', async () => {
    const { authorityId, projectId, lead, webhook, receiver } = await aDelivery();
    const pause = (paused: boolean) =>
      db.transaction().execute((tx) => pauseWebhook(tx, lead.viewer, authorityId, webhook.id, paused, house.clock));
    await pause(true);
    const silent = await anAlert(house, { authorityId, projectId, origin: `finding:${++origins}` });
    assert.deepEqual(await listDeliveries(db, { alertId: silent.id }), []);
    await pause(false);
    const heard = await anAlert(house, { authorityId, projectId, origin: `finding:${++origins}` });
    assert.equal((await listDeliveries(db, { alertId: heard.id })).length, 1);
    const other = await aBorough();
    const foreign = await anAlert(house, { ...other, origin: `finding:${++origins}` });
    assert.deepEqual(await listDeliveries(db, { alertId: foreign.id }), []);
    assert.equal(receiver.received.length, 0);
  });

  it('leaves the house encrypted: https anywhere, http to this machine only', async () => {
    const { lead, authorityId } = await aBorough();
    const make = (url: string) => aWebhook(house, lead.viewer, { authorityId, url, name: '' });
    for (const url of ['http://example.org/x', 'ftp://example.org', 'example.org', '', 'https://me@example.org/'])
      await assert.rejects(make(url), (error: LamppostError) => {
        assert.equal(error.code, 'ACT_WEBHOOK_ADDRESS');
        assert.equal(error.field, 'url');
        return true;
      });
    await make('https://cases.example.org/hook');
    await make('http://localhost:9000/');
    const names = (await listWebhooksOf(db, authorityId)).map((webhook) => webhook.name);
    assert.deepEqual(names, ['cases.example.org', 'localhost:9000'], 'named after its host where no name was given');
  });

  it('is made and paused by those who may, and its secret is not kept as it is', async () => {
    const { lead, authorityId } = await aBorough();
    const officer = await aPerson(db, { authorityId, roles: ['service_officer'] });
    const wanted = { authorityId, url: 'https://cases.example.org', name: 'Cases' };
    const refused = db.transaction().execute((tx) => createWebhook(tx, house, officer.viewer, wanted));
    await assert.rejects(refused, (error: LamppostError) => error.code === 'IDN_FORBIDDEN');
    const { id, secret } = await aWebhook(house, lead.viewer, wanted);
    const { rows } = await sql<{
      kept: Buffer;
    }>`select secret_sealed as kept from actions.webhook where id = ${id}`.execute(db);
    assert.ok(!rows[0]!.kept.includes(secret));
    assert.equal(house.secretBox.open(rows[0]!.kept), secret);
    const pausing = db
      .transaction()
      .execute((tx) => pauseWebhook(tx, officer.viewer, authorityId, id, true, house.clock));
    await assert.rejects(pausing, (error: LamppostError) => error.code === 'IDN_FORBIDDEN');
  });
});
