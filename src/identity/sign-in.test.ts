import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, LamppostError, sql } from '../base/index.ts';
import { changePassword } from './change-password.ts';
import { storeHash } from './password.store.ts';
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts';
import { viewerFromSession } from './sessions.store.ts';
import { signIn } from './sign-in.ts';
import { beginAttempt } from './sign-in-limits.store.ts';

const { db } = await aDatabase();
const { id: authorityId } = await anAuthority(db);
const clock = aClockAt('2026-03-02T09:00:00Z');
const PASSWORD = 'amber lantern quay';

async function attempt(email: string, password: string, address = '192.0.2.1') {
  const signed = await signIn(db, { email, password, address, userAgent: 'test' }, clock);
  assert.equal(signed.step, 'done');
  return signed as Extract<typeof signed, { step: 'done' }>;
}

async function refusal(work: Promise<unknown>): Promise<LamppostError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof LamppostError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('signing in', () => {
  test('the right password opens a session, whatever the case of the address', async () => {
    const person = await aPerson(db, { authorityId, email: 'ada@example.org', password: PASSWORD });
    const { token, viewer } = await attempt(' Ada@Example.ORG ', PASSWORD);
    assert.deepEqual(viewer, person.viewer);
    assert.equal((await viewerFromSession(db, token, clock))?.viewer.personId, person.personId);
  });

  test('there is no telling an unknown account from a wrong password, a disabled account or one without a password', async () => {
    const known = await aPerson(db, { authorityId, password: PASSWORD });
    const without = await aPerson(db, { authorityId });
    const disabled = await aPerson(db, { authorityId, password: PASSWORD });
    await sql`update identity.person set disabled_at = now() where id = ${disabled.personId}`.execute(db);
    const answers = [
      await refusal(attempt(known.email, 'not the password', '192.0.2.10')),
      await refusal(attempt(without.email, PASSWORD, '192.0.2.11')),
      await refusal(attempt(disabled.email, PASSWORD, '192.0.2.12')),
      await refusal(attempt('nobody@example.org', PASSWORD, '192.0.2.13')),
    ].map(({ code, message, cure, field }) => ({ code, message, cure, field }));
    assert.equal(answers[0]!.code, 'IDN_SIGN_IN_REFUSED');
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
  });

  test('an unknown account takes as long to refuse as a wrong password', async () => {
    const known = await aPerson(db, { authorityId });
    await storeHash(db, known.personId, await hashPassword(PASSWORD));
    const took = async (email: string, address: string) => {
      const start = process.cpuUsage();
      await refusal(attempt(email, 'not the password', address));
      const { user, system } = process.cpuUsage(start); // time of the work, so that a busy machine does not matter
      return user + system;
    };
    await took(known.email, '192.0.2.20');
    const forKnown = Math.min(await took(known.email, '192.0.2.21'), await took(known.email, '192.0.2.22'));
    const forNobody = Math.min(
      await took('nobody@example.org', '192.0.2.23'),
      await took('no-one@example.org', '192.0.2.24'),
    );
    const ratio = forNobody / forKnown;
    assert.ok(ratio > 0.6 && ratio < 1.6, `nobody: ${forNobody} µs, somebody: ${forKnown} µs`);
  });

  test('a handful of typos locks nobody out, and the right password forgets them', async () => {
    const { email } = await aPerson(db, { authorityId, password: PASSWORD });
    for (let round = 0; round < 2; round++) {
      for (let typo = 0; typo < 6; typo++) {
        assert.equal((await refusal(attempt(email, 'typo', '192.0.2.30'))).code, 'IDN_SIGN_IN_REFUSED');
      }
      await attempt(email, PASSWORD, '192.0.2.30');
    }
  });

  test('after ten wrong passwords even the right one waits a quarter of an hour, from that network only', async () => {
    const { email } = await aPerson(db, { authorityId, password: PASSWORD });
    for (let guess = 0; guess < 10; guess++) await refusal(attempt(email, 'guess', '192.0.2.40'));
    const refused = await refusal(attempt(email, PASSWORD, '192.0.2.40'));
    assert.equal(refused.code, 'IDN_SIGN_IN_TOO_OFTEN');
    assert.equal(refused.kind, 'too_many');
    await attempt(email, PASSWORD, '192.0.2.41');
    clock.forward(15 * 60_000);
    await attempt(email, PASSWORD, '192.0.2.40');
  });

  test('accounts that do not exist run into the same limit', async () => {
    for (let guess = 0; guess < 10; guess++) {
      await beginAttempt(db, 'ghost@example.org', '192.0.2.50', clock.now());
    }
    const refused = await refusal(attempt('ghost@example.org', 'guess', '192.0.2.50'));
    assert.equal(refused.code, 'IDN_SIGN_IN_TOO_OFTEN');
  });

  test('attempts sent at once count as much as attempts one after another', async () => {
    const { email } = await aPerson(db, { authorityId, password: PASSWORD });
    const guesses = Array.from({ length: 25 }, () => refusal(attempt(email, 'guess', '192.0.2.60')));
    const looked = (await Promise.all(guesses)).filter((error) => error.code === 'IDN_SIGN_IN_REFUSED');
    assert.ok(looked.length <= 10, `${looked.length} guesses were looked at`);
  });

  test('one network cannot try many accounts', async () => {
    for (let account = 0; account < 50; account++) {
      await beginAttempt(db, `try-${account}@example.org`, '192.0.2.70', clock.now());
    }
    assert.equal((await refusal(attempt('try@example.org', 'guess', '192.0.2.70'))).code, 'IDN_SIGN_IN_TOO_OFTEN');
    assert.equal((await refusal(attempt('try@example.org', 'guess', '192.0.2.71'))).code, 'IDN_SIGN_IN_REFUSED');
  });
});

describe('passwords', () => {
  test('are kept with the parameters of their time and made again with today’s at the next sign-in', async () => {
    const { email, personId } = await aPerson(db, { authorityId, password: PASSWORD });
    const stored = async () => {
      const { rows } = await sql<{ hash: string }>`
        select password_hash as hash from identity.person where id = ${personId}`.execute(db);
      return rows[0]!.hash;
    };
    assert.match(await stored(), /^\$scrypt\$ln=10,r=8,p=1\$/);
    assert.ok(isOutdated(await stored()));
    await attempt(email, PASSWORD);
    assert.match(await stored(), /^\$scrypt\$ln=15,r=8,p=3\$/);
    await attempt(email, PASSWORD);
  });

  test('are the same however the accents were typed, and two hashes of one password differ', async () => {
    const cost = { ln: 10, r: 8, p: 1 };
    const [one, other] = [await hashPassword('café au lait noir', cost), await hashPassword('café au lait noir', cost)];
    assert.notEqual(one, other);
    assert.ok(await verifyPassword('cafe\u0301 au lait noir', one));
    assert.ok(!(await verifyPassword('cafe au lait noir', one)));
  });

  test('that are short, repeated, counted or the own address are refused with what to do', async () => {
    const person = await aPerson(db, { authorityId, email: 'someone.long@example.org', password: PASSWORD });
    const sessionId = 'none';
    for (const next of ['', 'short', 'aaaaaaaaaaaaaaaa', '123456789012', 'Password1234!', 'someone.long@example.org']) {
      const change = { current: PASSWORD, next, sessionId, address: '192.0.2.80' };
      const error = await refusal(changePassword(db, person.viewer, change, clock));
      assert.equal(error.code, 'IDN_PASSWORD_WEAK', next);
      assert.equal(error.field, 'next');
    }
  });

  test('are changed by who knows the old one; every other session of the person ends', async () => {
    const { email, viewer } = await aPerson(db, { authorityId, password: PASSWORD });
    const here = await attempt(email, PASSWORD);
    const elsewhere = await attempt(email, PASSWORD);
    const { session } = (await viewerFromSession(db, here.token, clock))!;
    const change = { current: PASSWORD, next: 'another lantern quay', sessionId: session.id, address: '192.0.2.90' };
    const wrong = await refusal(changePassword(db, viewer, { ...change, current: 'not it' }, clock));
    assert.equal(wrong.code, 'IDN_PASSWORD_WRONG');
    await changePassword(db, viewer, change, clock);
    assert.ok(await viewerFromSession(db, here.token, clock));
    assert.equal(await viewerFromSession(db, elsewhere.token, clock), undefined);
    assert.equal((await refusal(attempt(email, PASSWORD))).code, 'IDN_SIGN_IN_REFUSED');
    await attempt(email, change.next);
  });
});
