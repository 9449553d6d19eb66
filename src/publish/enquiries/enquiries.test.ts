import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { aPerson } from '../../../test/build-identity.ts';
import { type AirProject, anAirProject, aPlace } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aClockAt, sql } from '../../base/index.ts';
import { acknowledgeEnquiry, answerEnquiry, listEnquiries, requireEnquiry } from './answer-enquiry.ts';
import { forgetEnquiries } from './enquiry.store.ts';
import { enquiryByReference, listPublicEnquiries } from './public-enquiries.store.ts';
import { type EnquiryInput, sendEnquiry } from './send-enquiry.ts';

const { db } = await aDatabase();
const clock = aClockAt('2026-05-01T10:00:00Z');
const DAY_MS = 86_400_000;
let air: AirProject;
let placeSlug: string;
let key = 0;

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  const { rows } = await sql<{
    slug: string;
  }>`select slug from register.place where name = 'Ash Grove Primary'`.execute(db);
  placeSlug = rows[0]!.slug;
});

const send = (given: Partial<EnquiryInput> = {}) =>
  db.transaction().execute((tx) =>
    sendEnquiry(
      tx,
      {
        kind: 'complaint',
        authoritySlug: 'northbank',
        body: 'The monitor hums all night long.',
        formKey: `form ${++key}`,
        ...given,
      },
      clock,
    ),
  );
const idOf = async (reference: string) => (await enquiryByReference(db, reference)).id;
const answer = (id: number, given: object = {}) =>
  db
    .transaction()
    .execute((tx) =>
      answerEnquiry(tx, air.lead.viewer, id, { answer: 'We took it down today.', outcome: 'upheld', ...given }, clock),
    );

describe('what anybody sends', () => {
  it('is kept with its clock and about its place; the sender reads how it stands, without an account', async () => {
    const { reference } = await send({ placeSlug, email: 'resident@example.org' });
    const shown = await enquiryByReference(db, reference);
    assert.deepEqual([shown.kind, shown.subject, shown.answer], ['complaint', 'Ash Grove Primary', null]);
    assert.equal(shown.acknowledgeBy!.toISOString(), '2026-05-31T10:00:00.000Z');
    assert.ok(!JSON.stringify(shown).includes('resident@'), 'the address is not shown to whoever knows the reference');
    await assert.rejects(enquiryByReference(db, 'something else'), { code: 'PUB_REFERENCE_UNKNOWN' });
  });

  it('twice by the same form is once', async () => {
    const count = async () => (await listEnquiries(db, air.lead.viewer)).total;
    const start = await count();
    const [one, two] = [await send({ formKey: 'same' }), await send({ formKey: 'same' })];
    assert.deepEqual([one.reference === two.reference, await count()], [true, start + 1]);
  });

  it('is refused with the field that is wrong, and never tells that a home is there', async () => {
    await assert.rejects(send({ body: 'short' }), { code: 'PUB_ENQUIRY_INVALID', field: 'body' });
    await assert.rejects(send({ email: 'nowhere' }), { code: 'PUB_ENQUIRY_INVALID', field: 'email' });
    await assert.rejects(send({ authoritySlug: 'nobody' }), { code: 'IDN_AUTHORITY_UNKNOWN' });
    const home = await aPlace(db, { authorityId: air.authorityId, isDwelling: true });
    for (const slug of [home.slug, 'no-such-place'])
      await assert.rejects(send({ placeSlug: slug }), { code: 'PUB_ENQUIRY_SUBJECT' });
    await assert.rejects(send({ projectSlug: 'no-such-project' }), { code: 'PUB_ENQUIRY_SUBJECT' });
  });
});

describe('those who may answer', () => {
  it('see what is due first; others see nothing of it, not even that it exists', async () => {
    const elsewhere = await anAirProject(db, { authoritySlug: 'southbank' });
    const viewer = await aPerson(db, { authorityId: air.authorityId, roles: ['viewer'] });
    const { reference } = await send({ kind: 'comment', body: 'I like that it is there.' });
    const id = await idOf(reference);
    const { enquiries } = await listEnquiries(db, air.lead.viewer, { open: true });
    assert.equal(enquiries.at(-1)!.id, id, 'what has no clock comes last');
    for (const nobody of [elsewhere.lead, viewer]) {
      assert.ok(!(await listEnquiries(db, nobody.viewer)).enquiries.some((one) => one.id === id));
      await assert.rejects(requireEnquiry(db, nobody.viewer, id), { code: 'PUB_ENQUIRY_UNKNOWN' });
      await assert.rejects(
        db.transaction().execute((tx) => acknowledgeEnquiry(tx, nobody.viewer, id, clock)),
        { code: 'PUB_ENQUIRY_UNKNOWN' },
      );
    }
    assert.equal((await listEnquiries(db, air.lead.viewer, { search: 'LIKE that' })).total, 1);
    assert.equal((await listEnquiries(db, air.lead.viewer, { kind: 'publication' })).total, 0);
  });

  it('acknowledge once, answer, and mend the answer; its day stays that of the first', async () => {
    const { reference } = await send({ placeSlug });
    const id = await idOf(reference);
    await db.transaction().execute((tx) => acknowledgeEnquiry(tx, air.lead.viewer, id, clock));
    const read = (await enquiryByReference(db, reference)).acknowledgedAt;
    clock.forward(DAY_MS);
    await db.transaction().execute((tx) => acknowledgeEnquiry(tx, air.lead.viewer, id, clock));
    assert.deepEqual((await enquiryByReference(db, reference)).acknowledgedAt, read);
    await answer(id);
    clock.forward(DAY_MS);
    await answer(id, { answer: 'We took it down yesterday.' });
    const shown = await enquiryByReference(db, reference);
    assert.deepEqual(
      [shown.answer, shown.answeredAt!.toISOString()],
      ['We took it down yesterday.', '2026-05-02T10:00:00.000Z'],
    );
  });

  it('choose what came of it, and publish only words they looked at', async () => {
    const id = await idOf((await send({ placeSlug })).reference);
    await assert.rejects(answer(id, { answer: 'no' }), { field: 'answer' });
    await assert.rejects(answer(id, { outcome: 'declined' }), { field: 'outcome' }, 'no outcome of a complaint');
    await assert.rejects(answer(id, { outcome: 'constructor' }), { field: 'outcome' });
    await assert.rejects(answer(id, { shownBody: ' ' }), { field: 'shown' });
    const { rows } = await sql<{ id: number }>`select id from register.place where slug = ${placeSlug}`.execute(db);
    assert.deepEqual(await listPublicEnquiries(db, { placeId: rows[0]!.id }), []);
    await answer(id, { shownBody: 'A monitor hums at night.' });
    const [shown] = await listPublicEnquiries(db, { placeId: rows[0]!.id });
    assert.deepEqual([shown!.body, shown!.answer], ['A monitor hums at night.', 'We took it down today.']);
    await answer(id);
    assert.deepEqual(await listPublicEnquiries(db, { placeId: rows[0]!.id }), [], 'and take it back');
  });
});

describe('what is not needed any more', () => {
  it('goes: the address 30 days after the answer, the words after a year, both after two years without answer', async () => {
    const answered = (await send({ email: 'a@example.org' })).reference;
    const open = (await send({ email: 'b@example.org' })).reference;
    const shown = (await send({ email: 'c@example.org' })).reference;
    await answer(await idOf(answered));
    await answer(await idOf(shown), { shownBody: 'What everybody reads' });
    const held = async (reference: string) => {
      const { body, email } = await requireEnquiry(db, air.lead.viewer, await idOf(reference));
      return [body !== null, email !== null];
    };
    const start = clock.now();
    const after = async (days: number) => {
      clock.set(new Date(start.getTime() + days * DAY_MS));
      await forgetEnquiries(db, clock.now());
      return [await held(answered), await held(open)];
    };
    assert.deepEqual(await after(29), [
      [true, true],
      [true, true],
    ]);
    assert.deepEqual(await after(31), [
      [true, false],
      [true, true],
    ]);
    assert.deepEqual(await after(366), [
      [false, false],
      [true, true],
    ]);
    assert.deepEqual(await after(731), [
      [false, false],
      [false, false],
    ]);
    const kept = await enquiryByReference(db, shown);
    assert.deepEqual(
      [kept.body, kept.shownBody, kept.answer],
      [null, 'What everybody reads', 'We took it down today.'],
    );
    assert.equal((await enquiryByReference(db, answered)).answer, null);
    assert.equal(await forgetEnquiries(db, clock.now()), 0, 'and a second look finds nothing left to do');
    clock.set(start);
  });
});

describe('a flood', () => {
  it('ends with the hundredth of a day for an authority, without touching another', async () => {
    await anAirProject(db, { authoritySlug: 'westbank' });
    await sql`update publish.enquiry set received_at = received_at - interval '2 days'`.execute(db);
    for (let nth = 0; nth < 100; nth++) await send({ authoritySlug: 'northbank' });
    await assert.rejects(send(), { code: 'PUB_ENQUIRY_TOO_MANY' });
    await send({ authoritySlug: 'westbank' });
    clock.forward(DAY_MS);
    await send();
  });
});
