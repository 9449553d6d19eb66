import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAlert } from '../../test/build-alerts.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aHouse } from '../../test/build-ingest.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import type { LamppostError, Tx } from '../base/index.ts';
import {
  acknowledgeAlert,
  countAlerts,
  dismissAlert,
  finishAlert,
  listAlerts,
  requireAlert,
  undoSettling,
} from './index.ts';
import { endAlert } from './raise-alert.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
const { authorityId } = await anAuthority(db);
const lead = await aPerson(db, { authorityId });
const officer = await aPerson(db, { authorityId, name: 'Tom Ellery', roles: ['service_officer'] });
const reader = await aPerson(db, { authorityId, roles: ['viewer'] });
const { authorityId: elsewhere } = await anAuthority(db);
const stranger = await aPerson(db, { authorityId: elsewhere, roles: ['service_officer'] });
const { id: projectId } = await aProject(db, lead.viewer, { authorityId });

let origins = 0;
const anOrigin = () => `finding:${++origins}`;
const raise = (origin: string, severity = 70) => anAlert(house, { authorityId, projectId, origin, severity });
const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const end = (origin: string) => inTransaction((tx) => endAlert(tx, house, origin, house.clock.now()));
const stateOf = async (id: number) => (await requireAlert(db, lead.viewer, id)).state;
const acknowledge = (id: number, by = officer, note = '') =>
  inTransaction((tx) => acknowledgeAlert(tx, by.viewer, id, house.clock, note));
const dismiss = (id: number, reason = 'Road works until Friday') =>
  inTransaction((tx) => dismissAlert(tx, officer.viewer, id, house.clock, reason));
const finish = (id: number) => inTransaction((tx) => finishAlert(tx, officer.viewer, id, house.clock));
const undo = (id: number) => inTransaction((tx) => undoSettling(tx, officer.viewer, id));
const refusedAs = (code: string) => (error: LamppostError) => error.code === code;

describe('raising an alert', () => {
  it('happens once while it is new or in hand; it is brought up to date instead', async () => {
    const origin = anOrigin();
    const first = await raise(origin);
    assert.deepEqual(await raise(origin, 80), { id: first.id, raised: false });
    await acknowledge(first.id);
    assert.deepEqual(await raise(origin, 100), { id: first.id, raised: false });
    assert.equal((await requireAlert(db, lead.viewer, first.id)).severity, 100);
  });

  it('at the same time from two sides makes one', async () => {
    const origin = anOrigin();
    const both = await Promise.all([raise(origin), raise(origin), raise(origin)]);
    assert.equal(both.filter(({ raised }) => raised).length, 1);
    assert.equal(new Set(both.map(({ id }) => id)).size, 1);
  });

  it('leaves what was dismissed alone until it is more serious', async () => {
    const origin = anOrigin();
    const { id } = await raise(origin, 50);
    await dismiss(id);
    assert.deepEqual(await raise(origin, 50), { id, raised: false });
    const again = await raise(origin, 60);
    assert.equal(again.raised, true);
    assert.notEqual(again.id, id);
  });

  it('happens again when the cause begins anew after it was over, whatever was done about it before', async () => {
    for (const settle of [async () => {}, acknowledge, finish, dismiss] as ((id: number) => Promise<void>)[]) {
      const origin = anOrigin();
      const { id } = await raise(origin);
      await settle(id);
      await end(origin);
      assert.equal((await raise(origin)).raised, true);
    }
  });
});

describe('an alert whose cause is over', () => {
  it('is over when nobody had it in hand, and done when somebody had', async () => {
    const [alone, held, refused] = [anOrigin(), anOrigin(), anOrigin()];
    const ids = { alone: await raise(alone), held: await raise(held), refused: await raise(refused) };
    await acknowledge(ids.held.id);
    await dismiss(ids.refused.id);
    for (const origin of [alone, held, refused]) assert.equal(await end(origin), 1);
    assert.equal(await stateOf(ids.alone.id), 'over');
    assert.equal(await stateOf(ids.held.id), 'done');
    assert.equal(await stateOf(ids.refused.id), 'dismissed');
    assert.equal(await end(alone), 0, 'it ends once');
  });

  it('cannot be made new again, but may still be dismissed with a reason', async () => {
    const origin = anOrigin();
    const { id } = await raise(origin);
    await acknowledge(id);
    await end(origin);
    await assert.rejects(undo(id), refusedAs('ACT_ALERT_NOT_REOPENED'));
    const other = anOrigin();
    const { id: overId } = await raise(other);
    await end(other);
    await dismiss(overId, 'The monitor was being cleaned');
    assert.equal(await stateOf(overId), 'dismissed');
  });
});

describe('settling an alert', () => {
  it('is kept with name, time and what was said', async () => {
    const { id } = await raise(anOrigin());
    await acknowledge(id, officer, '  Called the school ');
    const alert = await requireAlert(db, lead.viewer, id);
    assert.equal(alert.state, 'acknowledged');
    assert.equal(alert.handledByName, 'Tom Ellery');
    assert.equal(alert.reason, 'Called the school');
    assert.equal(alert.handledAt?.toISOString(), house.clock.now().toISOString());
    await finish(id);
    assert.equal(await stateOf(id), 'done');
  });

  it('by dismissal needs a reason of five characters', async () => {
    const { id } = await raise(anOrigin());
    for (const reason of ['', '    ', 'no  '])
      await assert.rejects(dismiss(id, reason), (error: LamppostError) => {
        assert.equal(error.code, 'ACT_REASON_NEEDED');
        assert.equal(error.field, 'reason');
        return true;
      });
    assert.equal(await stateOf(id), 'open');
  });

  it('a second time is a conflict that says who was quicker', async () => {
    const { id } = await raise(anOrigin());
    await acknowledge(id, lead);
    await assert.rejects(acknowledge(id), (error: LamppostError) => {
      assert.equal(error.code, 'ACT_ALERT_SETTLED');
      assert.match(error.message, new RegExp(lead.viewer.name));
      return true;
    });
  });

  it('is undone, unless the same cause raised another meanwhile', async () => {
    const origin = anOrigin();
    const { id } = await raise(origin, 50);
    await acknowledge(id);
    await undo(id);
    assert.equal(await stateOf(id), 'open');
    assert.equal((await requireAlert(db, lead.viewer, id)).handledByName, null);
    await dismiss(id);
    await raise(origin, 90);
    await assert.rejects(undo(id), refusedAs('ACT_ALERT_NOT_REOPENED'));
  });

  it('is for those who handle alerts: readers may look, and for everybody else there is none', async () => {
    const { id } = await raise(anOrigin());
    assert.equal((await requireAlert(db, reader.viewer, id)).id, id);
    await assert.rejects(acknowledge(id, reader), refusedAs('IDN_FORBIDDEN'));
    await assert.rejects(acknowledge(id, stranger), refusedAs('ACT_ALERT_UNKNOWN'));
    await assert.rejects(requireAlert(db, stranger.viewer, id), refusedAs('ACT_ALERT_UNKNOWN'));
    await assert.rejects(requireAlert(db, { kind: 'public' }, id), refusedAs('ACT_ALERT_UNKNOWN'));
    assert.equal(await stateOf(id), 'open');
  });
});

describe('the list of alerts', () => {
  it('has what is new first, the most serious before the rest, and only of the authorities asked for', async () => {
    const { authorityId: own } = await anAuthority(db);
    const someone = await aPerson(db, { authorityId: own });
    const project = await aProject(db, someone.viewer, { authorityId: own });
    const make = (severity: number) =>
      anAlert(house, {
        authorityId: own,
        projectId: project.id,
        origin: anOrigin(),
        severity,
        title: `Severity ${severity}`,
      });
    const [mild, bad, held] = [await make(20), await make(90), await make(100)];
    await inTransaction((tx) => acknowledgeAlert(tx, someone.viewer, held.id, house.clock));
    const list = await listAlerts(db, { authorityIds: [own] });
    assert.deepEqual(
      list.map((alert) => alert.id),
      [bad.id, mild.id, held.id],
    );
    assert.deepEqual(await countAlerts(db, [own]), { open: 2, acknowledged: 1, done: 0, dismissed: 0, over: 0 });
    const found = await listAlerts(db, { authorityIds: [own], search: 'rity 9' });
    assert.deepEqual(
      found.map((alert) => alert.id),
      [bad.id],
    );
    assert.deepEqual(await listAlerts(db, { authorityIds: [] }), []);
  });
});
