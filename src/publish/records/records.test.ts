import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type SeededHouse, seedHouse } from '../../../test/build-house.ts';
import { aPerson, type BuiltPerson } from '../../../test/build-identity.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import {
  type AirProject,
  aDeclarationBody,
  aDeclaredProperty,
  aDevice,
  anAirProject,
  aPlace,
} from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { LAWFUL_BASES } from '../../register/index.ts';
import { breachReach } from './breach-reach.store.ts';
import { processingRecord, rightsOf } from './processing-record.ts';
import { listJointControllers, listProcessingRecords } from './records.store.ts';
import { subjectBundle, subjectHoldings } from './subject-bundle.ts';

const database = await aDatabase();
const { db } = database;
const SEEN = {
  capture: 'identifiable',
  leaving_device: 'pseudonymous',
  stored: 'pseudonymous',
  published: 'none',
} as const;
const toStaff = [
  { audience: 'authority', detail: 'readings' } as const,
  { audience: 'partners', detail: 'daily' } as const,
];

let homes: AirProject;
let air: AirProject;
let officer: BuiltPerson;
let home: { placeId: number; slug: string };
let inside: { deviceId: number; slug: string; datastreams: Record<string, number> };

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  homes = await anAirProject(db, {
    authoritySlug: 'southbank',
    body: aDeclarationBody({
      title: 'Damp',
      controller: 'Southbank Homes',
      processors: ['Sensor Supplier Ltd', 'Cloud Ltd'],
      lawful_basis: 'public_task',
      classes: SEEN,
      properties: [
        aDeclaredProperty('no2', { audiences: toStaff, retention_days: 365 }),
        aDeclaredProperty('pm10', { audiences: [{ audience: 'project', detail: 'readings' }], retention_days: 30 }),
      ],
    }),
  });
  const { authorityId, projectId, modelId } = homes;
  officer = await aPerson(db, { authorityId, roles: ['information_governance'] });
  home = await aPlace(db, { authorityId, isDwelling: true, areaCode: 'E01000001', name: 'Flat 3' });
  inside = await aDevice(db, { authorityId, projectId, modelId, placeId: home.placeId, name: 'Bedroom' });
  const rows = ['2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'].flatMap((at, nth) => [
    anObservation({ datastreamId: inside.datastreams.no2!, authorityId, at, value: nth }),
    anObservation({ datastreamId: inside.datastreams.pm10!, authorityId, at, value: 90 + nth }),
  ]);
  await commitInTransaction(database.database, rows);
});

describe('the record of processing', () => {
  it('is made from the promise: nothing in it is anybody’s own words twice', async () => {
    const { total, records } = await listProcessingRecords(db, officer.viewer);
    assert.equal(total, 1, 'of one’s own authority only');
    const [record] = records;
    assert.deepEqual(
      [record!.controller, record!.personalData, record!.lawfulBasis],
      ['Southbank Homes', true, 'public task'],
    );
    assert.deepEqual(record!.erasure, ['Nitrogen dioxide: 1 year', 'Particles under 10 µm (PM10): 30 days']);
    assert.deepEqual(record!.recipients, [
      'staff of the authority: every reading',
      'partner authorities: daily means',
      'the people of the project: every reading',
    ]);
  });

  it('is for those who may read records, and can be narrowed to what is about people', async () => {
    const viewer = await aPerson(db, { authorityId: homes.authorityId, roles: ['viewer'] });
    assert.equal((await listProcessingRecords(db, viewer.viewer)).total, 0);
    assert.equal((await listProcessingRecords(db, air.lead.viewer, { personal: true })).total, 0);
    assert.equal((await listProcessingRecords(db, officer.viewer, { personal: true, search: 'damp' })).total, 1);
  });
});

describe('rights', () => {
  it('follow from the lawful basis: consent is withdrawn, a public task objected to, and of nothing personal there are none', () => {
    assert.ok(rightsOf('consent').some((right) => right.startsWith('Withdraw')));
    assert.ok(!rightsOf('public_task').some((right) => right.startsWith('Withdraw')));
    assert.ok(rightsOf('public_task').includes('Object to its use'));
    assert.deepEqual(rightsOf('not_personal'), []);
    for (const basis of LAWFUL_BASES) assert.equal(rightsOf(basis).length > 0, basis !== 'not_personal');
  });
});

describe('the schedule of joint controllers', () => {
  it('names a partnership’s members and what of theirs is shared with partners, for members only', async () => {
    const { rows } = await sql<{ id: number }>`insert into identity.partnership (slug, name, lead_authority_id)
      values ('river', 'River boroughs', ${air.authorityId}) returning id`.execute(db);
    for (const authorityId of [air.authorityId, homes.authorityId])
      await sql`insert into identity.partnership_member (partnership_id, authority_id) values (${rows[0]!.id}, ${authorityId})`.execute(
        db,
      );
    const [schedule] = await listJointControllers(db, officer.viewer);
    assert.deepEqual([schedule!.partnership, schedule!.members.length], ['River boroughs', 2]);
    assert.deepEqual(
      schedule!.shared.map(({ activity, controller }) => [activity, controller]),
      [['Damp', 'Southbank Homes']],
    );
    const outside = await anAirProject(db, {});
    assert.deepEqual(await listJointControllers(db, outside.lead.viewer), []);
  });
});

describe('what a breach touches', () => {
  let seeded: SeededHouse;
  before(async () => {
    seeded = await seedHouse(db, { authoritySlug: 'eastbank', devices: 2, lorawan: 1 });
    const { rows } = await sql<{
      id: number;
    }>`select id from ingest.source where slug = 'json' and authority_id = ${seeded.authorityId}`.execute(db);
    for (const [nth, day] of ['2026-03-01', '2026-03-05'].entries())
      await sql`insert into ingest.ledger (source_id, authority_id, device_id, day, outcome, count, last_at)
        values (${rows[0]!.id}, ${seeded.authorityId}, ${seeded.devices[0]!.deviceId}, ${day}, 'stored', ${10 + nth}, ${`${day}T12:00:00Z`})`.execute(
        db,
      );
    await sql`update register.device set created_at = '2026-01-01', supplier = 'Kerbside Ltd'`.execute(db);
    await sql`update identity.credential set created_at = '2026-02-01'`.execute(db);
  });

  it('of a device: its activity, people, homes, and readings since it exists', async () => {
    const reach = await breachReach(db, officer.viewer, { kind: 'device', name: inside.slug });
    assert.deepEqual(
      reach.activities.map(({ devices, homes: count, stored, processors }) => [devices, count, stored, processors]),
      [[1, 1, 'pseudonymous', ['Sensor Supplier Ltd', 'Cloud Ltd']]],
    );
    assert.equal(reach.since.toISOString(), '2026-01-01T00:00:00.000Z');
  });

  it('of a supplier, as supplier, maker or processor, and of nobody else’s authority', async () => {
    for (const [name, devices] of [
      ['kerbside ltd', 4],
      ['Cloud Ltd', 4],
      ['sensor supplier ltd', 4],
    ] as const) {
      const reach = await breachReach(db, officer.viewer, { kind: 'supplier', name });
      assert.deepEqual(
        reach.activities.map((one) => one.devices),
        [devices],
        name,
      );
    }
    await assert.rejects(breachReach(db, officer.viewer, { kind: 'supplier', name: 'Nobody' }), {
      code: 'PUB_BREACH_SUBJECT',
      field: 'name',
    });
    const viewer = await aPerson(db, { authorityId: homes.authorityId, roles: ['viewer'] });
    await assert.rejects(breachReach(db, viewer.viewer, { kind: 'device', name: inside.slug }), {
      code: 'PUB_BREACH_SUBJECT',
    });
  });

  it('of a source’s key: the devices that came in with it, since it was made or since a day', async () => {
    const { rows } = await sql<{
      prefix: string;
    }>`select c.prefix from identity.credential c join ingest.source s on s.credential_id = c.id
      where s.slug = 'json' and s.authority_id = ${seeded.authorityId}`.execute(db);
    const whole = await breachReach(db, seeded.lead.viewer, { kind: 'key', name: rows[0]!.prefix });
    assert.deepEqual(
      whole.activities.map(({ devices, readings, firstDay, lastDay }) => [devices, readings, firstDay, lastDay]),
      [[1, 21, '2026-03-01', '2026-03-05']],
    );
    const later = await breachReach(db, seeded.lead.viewer, {
      kind: 'key',
      name: rows[0]!.prefix,
      since: new Date('2026-03-02'),
    });
    assert.deepEqual(
      later.activities.map(({ readings }) => readings),
      [11],
    );
    const never = await breachReach(db, seeded.lead.viewer, {
      kind: 'key',
      name: rows[0]!.prefix,
      since: new Date('2026-04-02'),
    });
    assert.deepEqual(never.activities, []);
    await assert.rejects(breachReach(db, officer.viewer, { kind: 'key', name: rows[0]!.prefix }), {
      code: 'PUB_BREACH_SUBJECT',
    });
  });
});

describe('what is held about a person', () => {
  const request = () => ({
    authorityId: homes.authorityId,
    placeSlug: home.slug,
    from: new Date('2026-04-15'),
    to: new Date('2026-06-01T00:00:00Z'),
  });

  it('is only of their days, only what may be read by whoever puts it together, and the rest is named', async () => {
    const parts: string[] = [];
    for await (const part of subjectBundle(db, officer.viewer, request(), new Date('2026-07-01'))) parts.push(part);
    const bundle = JSON.parse(parts.join(''));
    assert.deepEqual(bundle.readings, [
      { at: '2026-05-01T00:00:00.000Z', device: 'Bedroom', property: 'Nitrogen dioxide', result: 1, unit: 'ug/m3' },
    ]);
    assert.ok(bundle.notIncluded.some(({ property }: { property?: string }) => property?.includes('PM10')));
    assert.deepEqual(
      [bundle.promises[0].controller, bundle.promises[0].rights.includes('Object to its use')],
      ['Southbank Homes', true],
    );
  });

  it('is nothing where what is stored tells nobody from anybody else', async () => {
    const governance = await aPerson(db, { authorityId: air.authorityId, roles: ['information_governance'] });
    const { rows } = await sql<{
      slug: string;
    }>`select slug from register.place where name = 'Ash Grove Primary' and authority_id = ${air.authorityId}`.execute(
      db,
    );
    const found = await subjectHoldings(db, governance.viewer, {
      ...request(),
      authorityId: air.authorityId,
      placeSlug: rows[0]!.slug,
    });
    assert.deepEqual([found.held.length, found.notIdentifiable], [0, ['Air at Ash Grove Primary']]);
  });

  it('is put together by information governance and the data protection officer only, of their own authority', async () => {
    for (const person of [homes.lead, air.lead])
      await assert.rejects(subjectHoldings(db, person.viewer, request()), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(subjectHoldings(db, officer.viewer, { ...request(), placeSlug: 'nowhere' }), {
      code: 'REG_PLACE_UNKNOWN',
    });
  });
});

describe('a processing record', () => {
  it('says of every property how long it is kept, and counts data that no longer identify anybody as about people', () => {
    const body = aDeclarationBody({
      classes: { capture: 'de_identified', leaving_device: 'none', stored: 'none', published: 'none' },
    });
    const record = processingRecord(body, (code) => code);
    assert.deepEqual([record.personalData, record.erasure], [true, ['no2: 2 years', 'pm10: 2 years', 'pm25: 2 years']]);
    assert.equal(processingRecord(aDeclarationBody(), (code) => code).personalData, false);
  });
});
