import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../test/build-identity.ts';
import { aDatabase } from '../../../test/database.ts';
import { aClockAt, createSecretBox, type Settings, sql, type Tx } from '../../base/index.ts';
import { viewerFromSession } from '../sessions.store.ts';
import { signIn } from '../sign-in.ts';
import { setSignInPolicy } from '../sign-in-policy.ts';
import { offerFactor, takeFactor } from './enrol-factor.ts';
import { factorState } from './factor.store.ts';
import { finishEnrolment, finishSignIn, offerFactorForTicket } from './finish-sign-in.ts';
import { offerOwnFactor, removeOwnFactor, renewRecoveryCodes, resetFactor, takeOwnFactor } from './own-factor.ts';
import { codeAt, stepAt } from './totp.ts';

const { db } = await aDatabase();
const clock = aClockAt('2026-03-02T09:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'lamppost-test-'));
after(() => rmSync(folder, { recursive: true }));
const house = { secretBox: createSecretBox(folder), settings: { publicUrl: 'https://lamps.example.org' } as Settings };
const PASSWORD = 'amber lantern quay';
const { id: authorityId } = await anAuthority(db);

const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const HALF_MINUTE = 30_000;

/** An authenticator app: it knows what the QR code said, and what time it is. */
function anApp({ uri }: { uri: string }) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const text = new URL(uri).searchParams.get('secret')!;
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  return { code: (ahead = 0) => codeAt(secret, stepAt(clock.now()) + ahead) };
}

async function withFactor(wish: { authorityId?: number } = {}) {
  const person = await aPerson(db, { authorityId, password: PASSWORD, ...wish });
  const app = anApp(await inTx((tx) => offerFactor(tx, house, person.personId, clock)));
  const recoveryCodes = await inTx((tx) => takeFactor(tx, house, person.personId, app.code(), clock));
  clock.forward(HALF_MINUTE);
  return { ...person, app, recoveryCodes };
}

async function ticketOf(email: string, address = '192.0.2.1') {
  const signed = await signIn(db, { email, password: PASSWORD, address }, clock);
  assert.ok(signed.step !== 'done');
  return signed.ticket;
}

const answer = (ticket: string, code: string, address = '192.0.2.1') =>
  finishSignIn(db, house, { ticket, code, address }, clock);

describe('signing in with a second factor', () => {
  test('takes the password and the code of the authenticator; neither alone opens a session', async () => {
    const { email, personId, app } = await withFactor();
    const signed = await signIn(db, { email, password: PASSWORD, address: '192.0.2.1' }, clock);
    assert.ok(signed.step === 'code');
    assert.equal(await viewerFromSession(db, signed.ticket, clock), undefined, 'a ticket is no session');
    await assert.rejects(answer('made up', app.code()), { code: 'IDN_TICKET_OVER' });
    const { token } = await answer(signed.ticket, ` ${app.code().slice(0, 3)} ${app.code().slice(3)} `);
    assert.equal((await viewerFromSession(db, token, clock))!.viewer.personId, personId);
    await assert.rejects(answer(signed.ticket, app.code(1)), { code: 'IDN_TICKET_OVER' });
  });

  test('a wrong password says the same whether there is a second factor or not', async () => {
    const { email } = await withFactor();
    for (const address of [email, 'nobody@example.org']) {
      await assert.rejects(signIn(db, { email: address, password: 'not it', address: '192.0.2.2' }, clock), {
        code: 'IDN_SIGN_IN_REFUSED',
      });
    }
  });

  test('a code that was used is refused, also by whoever looked over a shoulder at the same second', async () => {
    const { email, app } = await withFactor();
    const tickets = [await ticketOf(email), await ticketOf(email), await ticketOf(email)];
    const code = app.code();
    const results = await Promise.allSettled(tickets.map((ticket) => answer(ticket, code)));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    await assert.rejects(answer(await ticketOf(email), code), { code: 'IDN_CODE_WRONG' });
    await assert.rejects(answer(await ticketOf(email), app.code(-1)), { code: 'IDN_CODE_WRONG' });
    clock.forward(HALF_MINUTE);
    await answer(await ticketOf(email), app.code());
  });

  test('a typo costs nothing: the same ticket takes the right code', async () => {
    const { email, app } = await withFactor();
    const ticket = await ticketOf(email);
    for (const typo of ['000000', '12345', 'abc', ''])
      await assert.rejects(answer(ticket, typo), { code: 'IDN_CODE_WRONG' });
    await answer(ticket, app.code());
  });

  test('a ticket is good for ten minutes', async () => {
    const { email, app } = await withFactor();
    const ticket = await ticketOf(email);
    clock.forward(10 * 60_000);
    await assert.rejects(answer(ticket, app.code()), { code: 'IDN_TICKET_OVER' });
  });

  test('codes cannot be guessed: ten from one network, twenty from all, fifty a day, and then even the right one waits', async () => {
    const { email, app } = await withFactor();
    const guess = async (address: string) => {
      try {
        await answer(await ticketOf(email, address), '000000', address);
      } catch (error) {
        return (error as { code: string }).code;
      }
      throw new Error('guessed');
    };
    for (let nth = 0; nth < 10; nth++) assert.equal(await guess('192.0.2.10'), 'IDN_CODE_WRONG');
    assert.equal(await guess('192.0.2.10'), 'IDN_CODE_TOO_OFTEN');
    await assert.rejects(answer(await ticketOf(email, '192.0.2.10'), app.code(), '192.0.2.10'), {
      code: 'IDN_CODE_TOO_OFTEN',
    });
    for (let nth = 0; nth < 10; nth++) assert.equal(await guess('192.0.2.11'), 'IDN_CODE_WRONG');
    assert.equal(await guess('192.0.2.12'), 'IDN_CODE_TOO_OFTEN');
    for (let round = 0; round < 3; round++) {
      clock.forward(16 * 60_000);
      for (let nth = 0; nth < 10; nth++) assert.equal(await guess(`192.0.2.${20 + round}`), 'IDN_CODE_WRONG');
    }
    clock.forward(16 * 60_000);
    assert.equal(await guess('192.0.2.30'), 'IDN_CODE_TOO_OFTEN');
    clock.forward(24 * 3_600_000);
    await answer(await ticketOf(email, '192.0.2.30'), app.code(), '192.0.2.30');
  });

  test('each recovery code opens once, however its groups are typed, and only hashes of them are kept', async () => {
    const { email, personId, recoveryCodes } = await withFactor();
    assert.equal(recoveryCodes.length, 10);
    assert.match(recoveryCodes[0]!, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    await answer(await ticketOf(email), recoveryCodes[0]!.toUpperCase().replaceAll('-', ' '));
    await assert.rejects(answer(await ticketOf(email), recoveryCodes[0]!), { code: 'IDN_CODE_WRONG' });
    assert.equal((await factorState(db, personId)).recoveryCodesLeft, 9);
    const { rows } = await sql<{ row: string }>`select r::text as row from identity.recovery_code r
      where person_id = ${personId} union all select f::text from identity.second_factor f where person_id = ${personId}`.execute(
      db,
    );
    for (const { row } of rows)
      assert.doesNotMatch(row, new RegExp(recoveryCodes.map((code) => code.replaceAll('-', '')).join('|')));
  });

  test('belongs to one person: neither codes nor recovery codes of another open', async () => {
    const [one, other] = [await withFactor(), await withFactor()];
    await assert.rejects(answer(await ticketOf(one.email), other.app.code()), { code: 'IDN_CODE_WRONG' });
    await assert.rejects(answer(await ticketOf(one.email), other.recoveryCodes[0]!), { code: 'IDN_CODE_WRONG' });
  });
});

describe('where an authority asks for a second factor', () => {
  test('a person sets one up before the session begins, and cannot remove it', async () => {
    const { id: strict } = await anAuthority(db);
    const administrator = await aPerson(db, { authorityId: strict, roles: ['administrator'] });
    const { email, personId, viewer } = await aPerson(db, { authorityId: strict, password: PASSWORD });
    await assert.rejects(
      inTx((tx) => setSignInPolicy(tx, viewer, strict, { secondFactorRequired: true })),
      { code: 'IDN_FORBIDDEN' },
    );
    await inTx((tx) => setSignInPolicy(tx, administrator.viewer, strict, { secondFactorRequired: true }));

    const signed = await signIn(db, { email, password: PASSWORD, address: '192.0.2.1' }, clock);
    assert.ok(signed.step === 'enrol');
    const { ticket } = signed;
    const offered = await offerFactorForTicket(db, house, ticket, clock);
    assert.match(decodeURIComponent(offered.uri), new RegExp(`^otpauth://totp/Lamppost lamps.example.org:${email}\\?`));
    const app = anApp(offered);
    await assert.rejects(finishEnrolment(db, house, { ticket, code: '000000' }, clock), { code: 'IDN_CODE_WRONG' });
    assert.deepEqual(await offerFactorForTicket(db, house, ticket, clock), offered, 'what was scanned still fits');
    await assert.rejects(answer(ticket, app.code()), { code: 'IDN_TICKET_OVER' });
    const { token, recoveryCodes } = await finishEnrolment(db, house, { ticket, code: app.code() }, clock);
    assert.equal((await viewerFromSession(db, token, clock))!.viewer.personId, personId);
    await assert.rejects(removeOwnFactor(db, house, viewer, { code: recoveryCodes[0]!, address: '192.0.2.1' }, clock), {
      code: 'IDN_FACTOR_REQUIRED',
    });
    clock.forward(HALF_MINUTE);
    await answer(await ticketOf(email), app.code());
  });
});

describe('a second factor of one’s own accord', () => {
  test('is set up, gives new recovery codes for a code, and is removed with one; other sessions end', async () => {
    const person = await aPerson(db, { authorityId, password: PASSWORD });
    const elsewhere = await aSession(db, person, clock);
    const { viewer, personId } = person;
    const app = anApp(await inTx((tx) => offerOwnFactor(tx, house, viewer, clock)));
    await inTx((tx) => takeOwnFactor(tx, house, viewer, { code: app.code(), sessionId: 'this one' }, clock));
    assert.equal(await viewerFromSession(db, elsewhere.token, clock), undefined);
    await assert.rejects(
      inTx((tx) => offerOwnFactor(tx, house, viewer, clock)),
      { code: 'IDN_FACTOR_STANDS' },
    );
    clock.forward(HALF_MINUTE);
    const codes = await renewRecoveryCodes(db, house, viewer, { code: app.code(), address: '192.0.2.1' }, clock);
    assert.equal(codes.length, 10);
    await assert.rejects(removeOwnFactor(db, house, viewer, { code: app.code(), address: '192.0.2.1' }, clock), {
      code: 'IDN_CODE_WRONG',
    });
    await removeOwnFactor(db, house, viewer, { code: codes[3]!, address: '192.0.2.1' }, clock);
    assert.equal((await factorState(db, personId)).since, null);
    assert.equal(
      (await signIn(db, { email: person.email, password: PASSWORD, address: '192.0.2.1' }, clock)).step,
      'done',
    );
  });

  test('is reset by an administrator for somebody who lost it, and by nobody else', async () => {
    const lost = await withFactor();
    const administrator = await aPerson(db, { authorityId, roles: ['administrator'] });
    const { id: other } = await anAuthority(db);
    const stranger = await aPerson(db, { authorityId: other, roles: ['administrator'] });
    const reset = (by: typeof stranger, where: number) =>
      inTx((tx) => resetFactor(tx, by.viewer, { authorityId: where, personId: lost.personId }, clock));
    await assert.rejects(reset(stranger, authorityId), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(reset(stranger, other), { code: 'IDN_PERSON_UNKNOWN' });
    await assert.rejects(reset(lost, authorityId), { code: 'IDN_FORBIDDEN' });
    await reset(administrator, authorityId);
    assert.equal(
      (await signIn(db, { email: lost.email, password: PASSWORD, address: '192.0.2.1' }, clock)).step,
      'done',
    );
    await assert.rejects(reset(administrator, authorityId), { code: 'IDN_FACTOR_UNKNOWN' });
  });
});
