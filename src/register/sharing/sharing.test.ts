import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { aKey, anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { type Db, sql, systemClock, type Tx } from '../../base/index.ts';
import {
  createPartnership,
  leavePartnership,
  listPartnerships,
  PUBLIC,
  type Viewer,
  viewerFromKey,
} from '../../identity/index.ts';
import { visibleDatastreams } from '../access.ts';
import type { DeclarationBody } from '../declaration.ts';
import { approveSharing, endSharing } from './decide-sharing.ts';
import { listSharing } from './find-sharing.ts';
import { offerShared, type ProposedAgreement, proposeSharing } from './propose-sharing.ts';

const { db } = await aDatabase();
const clock = systemClock;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const day = (later: number) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);

/** A declaration that keeps readings to partners and staff. */
function aRestrictedBody(detail: 'readings' | 'daily' = 'readings'): DeclarationBody {
  const audiences = [
    { audience: 'partners' as const, detail },
    { audience: 'authority' as const, detail: 'readings' as const },
  ];
  return aDeclarationBody({
    properties: ['no2', 'pm10', 'pm25'].map((code) => aDeclaredProperty(code, { audiences })),
    sharing: { ...aDeclarationBody().sharing, why_not_open: 'Asked for by schools.' },
  });
}

async function twoBoroughs(body = aRestrictedBody()) {
  const giver = await anAirProject(db, { body });
  const receiver = await anAuthority(db);
  const analyst = await aPerson(db, { authorityId: receiver.id, roles: ['analyst'] });
  const propose = (more: Partial<ProposedAgreement> = {}, by = giver.lead) =>
    inTx((tx) =>
      proposeSharing(
        tx,
        by.viewer,
        {
          authorityId: giver.authorityId,
          title: 'Air at the border',
          purposes: ['health'],
          controllers: 'Each council for what it measures',
          detail: 'readings',
          validFrom: day(-1),
          endsOn: day(30),
          parties: [
            { authorityId: giver.authorityId, gives: true, receives: false },
            { authorityId: receiver.id, gives: false, receives: true },
          ],
          ...more,
        },
        clock,
      ),
    );
  const of = (agreementId: number) => ({ agreementId, authorityId: giver.authorityId });
  const offer = (id: number, codes = ['no2']) =>
    inTx((tx) =>
      offerShared(
        tx,
        giver.lead.viewer,
        of(id),
        codes.map((propertyCode) => ({ projectId: giver.projectId, propertyCode })),
        clock,
      ),
    );
  const approve = (id: number, by = giver.approver) => inTx((tx) => approveSharing(tx, by.viewer, of(id), clock));
  const reads = (viewer: Viewer, at: Db = db) => propertiesRead(at, viewer, giver.authorityId);
  const agree = async (more: Partial<ProposedAgreement> = {}) => {
    const id = await propose(more);
    await offer(id);
    await approve(id);
    return id;
  };
  return { giver, receiver, analyst, propose, offer, approve, agree, reads, of };
}

async function propertiesRead(at: Db, viewer: Viewer, authorityId: number): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select distinct ds.property_code as code from register.v_datastream ds
    where ds.authority_id = ${authorityId} and ${visibleDatastreams(viewer)} order by 1`.execute(at);
  return rows.map(({ code }) => code);
}

describe('a sharing agreement', () => {
  test('opens what the giver chose to those who receive, once a second person of the giver approved', async () => {
    const { giver, receiver, analyst, propose, offer, approve, reads } = await twoBoroughs();
    const id = await propose();
    await assert.rejects(approve(id), { code: 'REG_SHARING_INVALID', field: 'shared' });
    await offer(id);
    assert.deepEqual(await reads(analyst.viewer), []);
    await assert.rejects(approve(id, giver.lead), { code: 'IDN_FORBIDDEN' });
    await approve(id);
    assert.deepEqual(await reads(analyst.viewer), ['no2']);
    assert.deepEqual(await reads(PUBLIC), []);
    const third = await anAuthority(db);
    const stranger = await aPerson(db, { authorityId: third.id, roles: ['analyst'] });
    assert.deepEqual(await reads(stranger.viewer), []);
    const administrator = await aPerson(db, { authorityId: receiver.id, roles: ['administrator'] });
    assert.deepEqual(await reads(administrator.viewer), [], 'who may read no readings reads none of others');
  });

  test('is approved neither by who proposed it nor by who chose what is given', async () => {
    const { giver, approve, offer, propose, of } = await twoBoroughs();
    const both = await aPerson(db, { authorityId: giver.authorityId, roles: ['project_lead', 'approver'] });
    const proposed = await propose({}, both);
    await offer(proposed);
    await assert.rejects(approve(proposed, both), { code: 'REG_SHARING_OWN_WORK' });
    const id = await propose();
    await inTx((tx) =>
      offerShared(tx, both.viewer, of(id), [{ projectId: giver.projectId, propertyCode: 'pm10' }], clock),
    );
    await assert.rejects(approve(id, both), { code: 'REG_SHARING_OWN_WORK' });
    await approve(id);
  });

  test('waits for every giver, and an approval is taken back when what is given changes', async () => {
    const { giver, analyst, propose, offer, approve, reads } = await twoBoroughs();
    const second = await anAirProject(db, { body: aRestrictedBody() });
    const parties = [
      { authorityId: giver.authorityId, gives: true, receives: true },
      { authorityId: second.authorityId, gives: true, receives: true },
      { authorityId: analyst.viewer.places[0]!.authorityId, gives: false, receives: true },
    ];
    const id = await propose({ parties });
    await offer(id);
    await approve(id);
    assert.deepEqual(await reads(analyst.viewer), []);
    const theirs = { agreementId: id, authorityId: second.authorityId };
    const item = { projectId: second.projectId, propertyCode: 'pm25' };
    await assert.rejects(
      inTx((tx) => offerShared(tx, giver.lead.viewer, theirs, [item], clock)),
      { code: 'IDN_FORBIDDEN' },
    );
    const foreign = { projectId: giver.projectId, propertyCode: 'pm25' };
    await assert.rejects(
      inTx((tx) => offerShared(tx, second.lead.viewer, theirs, [foreign], clock)),
      { code: 'REG_SHARING_INVALID' },
    );
    await inTx((tx) => offerShared(tx, second.lead.viewer, theirs, [item], clock));
    await inTx((tx) => approveSharing(tx, second.approver.viewer, theirs, clock));
    assert.deepEqual(await reads(analyst.viewer), ['no2']);
    assert.deepEqual(await propertiesRead(db, giver.lead.viewer, second.authorityId), ['pm25']);
    assert.deepEqual(await propertiesRead(db, second.lead.viewer, giver.authorityId), ['no2']);
    await offer(id, ['no2', 'pm10']);
    assert.deepEqual(await reads(analyst.viewer), []);
    assert.deepEqual(await propertiesRead(db, giver.lead.viewer, second.authorityId), []);
    await approve(id);
    assert.deepEqual(await reads(analyst.viewer), ['no2', 'pm10']);
  });

  test('ends at once when any party says so, with a reason, and never begins again', async () => {
    const { receiver, analyst, agree, approve, reads } = await twoBoroughs();
    const id = await agree();
    const theirs = { agreementId: id, authorityId: receiver.id };
    const governance = await aPerson(db, { authorityId: receiver.id, roles: ['information_governance'] });
    await assert.rejects(
      inTx((tx) => endSharing(tx, analyst.viewer, theirs, 'Why not', clock)),
      { code: 'IDN_FORBIDDEN' },
    );
    await assert.rejects(
      inTx((tx) => endSharing(tx, governance.viewer, theirs, ' ', clock)),
      { code: 'REG_REASON_MISSING' },
    );
    await inTx((tx) => endSharing(tx, governance.viewer, theirs, 'Not needed any more', clock));
    assert.deepEqual(await reads(analyst.viewer), []);
    await assert.rejects(approve(id), { code: 'REG_SHARING_OVER' });
  });

  test('gives no more than declarations promise partners: their detail, their purposes, while they are in force', async () => {
    const daily = await twoBoroughs(aRestrictedBody('daily'));
    await assert.rejects(daily.offer(await daily.propose()), { code: 'REG_SHARING_INVALID', field: 'shared' });
    const coarse = await daily.propose({ detail: 'daily' });
    await daily.offer(coarse);
    await daily.approve(coarse);
    assert.deepEqual(await daily.reads(daily.analyst.viewer), [], 'days open no readings');
    const { giver, analyst, propose, offer, agree, reads } = await twoBoroughs();
    await assert.rejects(offer(await propose({ purposes: ['health', 'enforcement'] })), {
      code: 'REG_SHARING_INVALID',
      field: 'shared',
    });
    await agree();
    assert.deepEqual(await reads(analyst.viewer), ['no2']);
    await sql`update register.declaration set state = 'withdrawn', ended_at = now() where project_id = ${giver.projectId}`.execute(
      db,
    );
    assert.deepEqual(await reads(analyst.viewer), []);
    assert.deepEqual(await reads(giver.lead.viewer), ['no2', 'pm10', 'pm25'], 'the giver keeps its own');
  });

  test('under a partnership ends for who leaves it, and for all when the lead does', async () => {
    const { giver, receiver, analyst, agree, propose, reads } = await twoBoroughs();
    const slug = `river-${giver.authorityId}`;
    const members = {
      leadAuthorityId: giver.authorityId,
      authorityIds: [receiver.id],
      validFrom: new Date('2026-01-01'),
    };
    await inTx((tx) => createPartnership(tx, { slug, name: 'River', ...members }));
    const { id: partnershipId } = (await listPartnerships(db)).find((each) => each.slug === slug)!;
    const third = await anAuthority(db);
    const outsider = { authorityId: third.id, gives: false, receives: true };
    const own = { authorityId: giver.authorityId, gives: true, receives: false };
    await assert.rejects(propose({ partnershipId, parties: [own, outsider] }), {
      code: 'REG_SHARING_INVALID',
      field: 'partnership',
    });
    await agree({ partnershipId });
    assert.deepEqual(await reads(analyst.viewer), ['no2']);
    const siro = await aPerson(db, { authorityId: receiver.id, roles: ['siro'] });
    await inTx((tx) => leavePartnership(tx, siro.viewer, { partnershipId, authorityId: receiver.id }, 'Budget'));
    assert.deepEqual(await reads(analyst.viewer), []);
    await assert.rejects(
      inTx((tx) => leavePartnership(tx, siro.viewer, { partnershipId, authorityId: receiver.id }, 'Again')),
      { code: 'IDN_PARTNERSHIP_UNKNOWN' },
    );
  });

  test("opens to a receiver's key what it opens to its analysts, and nothing to a key that is held to projects or to open data", async () => {
    const { receiver, agree, reads } = await twoBoroughs();
    await agree();
    const keyWith = async (scope: object) =>
      (await viewerFromKey(db, (await aKey(db, { authorityId: receiver.id, scope })).key, clock))!;
    assert.deepEqual(await reads(await keyWith({})), ['no2']);
    assert.deepEqual(await reads(await keyWith({ projectIds: [1] })), []);
    assert.deepEqual(await reads(await keyWith({ open: true })), []);
  });

  test('is public once approved, without the data; a proposal is seen by its parties alone', async () => {
    const { giver, analyst, propose, agree } = await twoBoroughs();
    const proposed = await propose({ title: 'Only proposed' });
    const agreed = await agree({ title: 'Agreed' });
    const seen = async (viewer: Viewer) =>
      (await listSharing(db, viewer)).map(({ id }) => id).filter((id) => id >= proposed);
    assert.deepEqual(await seen(PUBLIC), [agreed]);
    assert.deepEqual(await seen(analyst.viewer), [agreed, proposed]);
    const shown = (await listSharing(db, PUBLIC)).find(({ id }) => id === agreed)!;
    assert.equal(shown.inForce, true);
    assert.deepEqual(
      shown.shared.map(({ propertyCode, projectId }) => [propertyCode, projectId]),
      [['no2', giver.projectId]],
    );
    assert.doesNotMatch(JSON.stringify(shown), /"value"|datastream/);
  });

  test('is refused when it names no purpose, no controller, no end, or crosses no border', async () => {
    const { giver, receiver, propose } = await twoBoroughs();
    const party = (authorityId: number, gives: boolean, receives: boolean) => ({ authorityId, gives, receives });
    for (const [wrong, field] of [
      [{ title: ' ' }, 'title'],
      [{ purposes: [] }, 'purposes'],
      [{ controllers: '' }, 'controllers'],
      [{ validFrom: '2026-02-30' }, 'valid-from'],
      [{ endsOn: day(-2) }, 'ends-on'],
      [{ endsOn: '2126-01-01' }, 'ends-on'],
      [{ parties: [party(giver.authorityId, true, true)] }, 'parties'],
      [{ parties: [party(giver.authorityId, true, false), party(receiver.id, true, false)] }, 'parties'],
      [{ parties: [party(receiver.id, true, true), party(receiver.id, true, true)] }, 'parties'],
    ] as const) {
      await assert.rejects(propose(wrong), { code: 'REG_SHARING_INVALID', field }, JSON.stringify(wrong));
    }
  });
});

test('nothing crosses a border without an approved agreement between its first and its last day: any state of everything', async () => {
  const { giver, receiver, analyst, propose, offer, approve, reads } = await twoBoroughs();
  const slug = `all-${giver.authorityId}`;
  const members = {
    leadAuthorityId: giver.authorityId,
    authorityIds: [receiver.id],
    validFrom: new Date('2026-01-01'),
  };
  await inTx((tx) => createPartnership(tx, { slug, name: 'All', ...members }));
  const { id: partnershipId } = (await listPartnerships(db)).find((each) => each.slug === slug)!;
  const id = await propose({ partnershipId });
  await offer(id, ['no2', 'pm10']);
  await approve(id);
  const state = fc.record({
    approved: fc.boolean(),
    ended: fc.boolean(),
    from: fc.integer({ min: -3, max: 3 }),
    days: fc.integer({ min: 0, max: 4 }),
    detail: fc.constantFrom('readings', 'hourly', 'daily', 'counts'),
    purposes: fc.subarray(['health', 'planning_decision_making', 'enforcement'], { minLength: 1 }),
    receives: fc.boolean(),
    promised: fc.constantFrom('readings', 'hourly', 'none'),
    inForce: fc.boolean(),
    items: fc.subarray(['no2', 'pm10']),
    memberUntil: fc.constantFrom(null, -1, 0, 5),
    partnershipUntil: fc.constantFrom(null, -1, 0, 5),
  });
  // half of the time everything else is as it should be, so that single faults are tried too
  const good = {
    approved: true,
    ended: false,
    from: -1,
    days: 4,
    detail: 'readings',
    purposes: ['health'],
    receives: true,
    promised: 'readings',
    inForce: true,
    items: ['no2', 'pm10'],
    memberUntil: null,
    partnershipUntil: null,
  } as const;
  const nearlyGood = fc.tuple(state, fc.subarray(Object.keys(good), { maxLength: 2 })).map(([any, taken]) => ({
    ...good,
    ...Object.fromEntries(taken.map((name) => [name, any[name as keyof typeof any]])),
  })) as unknown as typeof state;
  const undo = new Error('undo');
  await fc.assert(
    fc.asyncProperty(fc.oneof(state, nearlyGood), async (given) => {
      await inTx(async (tx) => {
        await sql`update register.sharing_party set approved_at = ${given.approved ? new Date() : null}
          where agreement_id = ${id} and gives`.execute(tx);
        await sql`update register.sharing_party set receives = ${given.receives}, gives = ${!given.receives}
          where agreement_id = ${id} and authority_id = ${receiver.id}`.execute(tx);
        await sql`update register.sharing_agreement set valid_from = current_date + ${given.from}::int,
          ends_on = current_date + ${given.from + given.days}::int, detail = ${given.detail}, purposes = ${given.purposes}::text[],
          ended_at = ${given.ended ? new Date() : null} where id = ${id}`.execute(tx);
        await sql`delete from register.shared_property where agreement_id = ${id}
          and not property_code = any(${given.items}::text[])`.execute(tx);
        const audiences = [
          { audience: 'authority', detail: 'readings' },
          ...(given.promised === 'none' ? [] : [{ audience: 'partners', detail: given.promised }]),
        ];
        const properties = ['no2', 'pm10'].map((code) => aDeclaredProperty(code, { audiences: audiences as never }));
        await sql`update register.declaration set body = ${JSON.stringify({ ...aRestrictedBody(), properties })}::jsonb,
          state = ${given.inForce ? 'in_force' : 'withdrawn'} where project_id = ${giver.projectId}`.execute(tx);
        await sql`update identity.partnership_member set valid_to = current_date + ${given.memberUntil}::int
          where partnership_id = ${partnershipId} and authority_id = ${receiver.id}`.execute(tx);
        await sql`update identity.partnership set valid_to = current_date + ${given.partnershipUntil}::int where id = ${partnershipId}`.execute(
          tx,
        );
        const lasts = (until: number | null) => until === null || until >= 0;
        const declaredFor =
          given.promised === 'readings' && given.inForce && given.purposes.every((purpose) => purpose === 'health');
        const running = given.approved && !given.ended && given.from <= 0 && given.from + given.days >= 0;
        const crosses =
          running &&
          declaredFor &&
          given.detail === 'readings' &&
          given.receives &&
          lasts(given.memberUntil) &&
          lasts(given.partnershipUntil);
        assert.deepEqual(await reads(analyst.viewer, tx), crosses ? given.items.toSorted() : [], JSON.stringify(given));
        assert.deepEqual(await reads(PUBLIC, tx), []);
        throw undo;
      }).catch((error) => {
        if (error !== undo) throw error;
      });
    }),
    { numRuns: 150 },
  );
  assert.deepEqual(await reads(analyst.viewer), ['no2', 'pm10']);
});
