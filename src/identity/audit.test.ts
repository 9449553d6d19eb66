import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { type Db, sql, type Tx } from '../base/index.ts';
import { audit } from './audit.ts';
import { linkHash } from './audit-chain.ts';
import { canonicalJson } from './canonical-json.ts';
import { checkAudit, type NotedHead, readAudit } from './read-audit.ts';

const { db } = await aDatabase();

const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

/** A borough whose log holds so many entries besides those of its founding. */
async function aLog(entries: number) {
  const { authorityId, slug } = await anAuthority(db);
  await inTx(async (tx) => {
    for (let nth = 1; nth <= entries; nth++) await write(tx, authorityId, nth);
  });
  return { authorityId, slug };
}

function write(tx: Tx, authorityId: number, nth: number) {
  return audit(tx, {
    authorityId,
    actor: 'house',
    action: 'device.state',
    subject: { kind: 'device', id: nth },
    facts: { nth },
  });
}

async function brokenOf(slug: string, noted: readonly NotedHead[] = []): Promise<string | undefined> {
  return (await checkAudit(db, noted)).find(({ authority }) => authority === slug)!.broken;
}

/** Does what only somebody with the database in their hands can do, and undoes it. */
async function tamper(work: (tx: Db) => Promise<unknown>, look: (tx: Db) => Promise<void>): Promise<void> {
  const undo = new Error('undo');
  await inTx(async (tx) => {
    await sql`alter table identity.audit_entry disable trigger user`.execute(tx);
    await sql`alter table identity.audit_head disable trigger user`.execute(tx);
    await work(tx);
    await look(tx);
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
}

describe('the audit log', () => {
  test('says who did what to which version and why, and names people by their ids alone', async () => {
    const { authorityId } = await anAuthority(db);
    const officer = await aPerson(db, {
      authorityId,
      roles: ['security'],
      name: 'Ada Alder',
      email: 'ada.alder@example.org',
    });
    await inTx((tx) =>
      audit(tx, {
        authorityId,
        actor: officer.viewer,
        action: 'declaration.withdraw',
        subject: { kind: 'declaration', id: 7, version: 3 },
        reason: '  The contract ended. ',
      }),
    );
    const { entries } = await readAudit(db, officer.viewer, { authorityId }, { limit: 1 });
    const { action, actorName, subjectKind, subjectId, version, reason, entry } = entries[0]!;
    assert.deepEqual(
      { action, actorName, subjectKind, subjectId, version, reason },
      {
        action: 'declaration.withdraw',
        actorName: 'Ada Alder',
        subjectKind: 'declaration',
        subjectId: '7',
        version: 3,
        reason: 'The contract ended.',
      },
    );
    const { rows } = await sql<{
      entry: string;
    }>`select entry from identity.audit_entry where authority_id = ${authorityId}`.execute(db);
    for (const row of rows) assert.doesNotMatch(row.entry, /alder/i);
    assert.equal(canonicalJson(JSON.parse(entry)), entry);
  });

  test('is read by those who may, and searched in names, deeds and reasons', async () => {
    const { authorityId } = await aLog(3);
    const { viewer } = await aPerson(db, { authorityId, roles: ['data_protection_officer'], name: 'Bo Birch' });
    const lead = await aPerson(db, { authorityId });
    const found = await readAudit(db, viewer, { authorityId, search: 'bo birch' }, { limit: 10 });
    assert.deepEqual(
      found.entries.map(({ action }) => action),
      ['role.grant'],
    );
    const devices = await readAudit(db, viewer, { authorityId, things: ['device'] }, { limit: 2 });
    assert.equal(devices.entries.length, 2);
    assert.deepEqual(
      devices.things.find(({ thing }) => thing === 'device'),
      { thing: 'device', count: 3 },
    );
    await assert.rejects(readAudit(db, lead.viewer, { authorityId }, { limit: 1 }), { code: 'IDN_FORBIDDEN' });
  });

  test('keeps nothing of what was rolled back', async () => {
    const { authorityId, slug } = await aLog(1);
    await inTx(async (tx) => {
      await write(tx, authorityId, 2);
      throw new Error('thought better of it');
    }).catch(() => {});
    await inTx((tx) => write(tx, authorityId, 3));
    const { rows } = await sql<{ nth: string }>`select subject_id as nth from identity.audit_entry
      where authority_id = ${authorityId} and subject_kind = 'device' order by position`.execute(db);
    assert.deepEqual(
      rows.map(({ nth }) => nth),
      ['1', '3'],
    );
    assert.equal(await brokenOf(slug), undefined);
  });

  test('is only ever added to', async () => {
    const { authorityId } = await aLog(1);
    const attempts = [
      sql`update identity.audit_entry set entry = replace(entry, 'device', 'sensor') where authority_id = ${authorityId}`,
      sql`update identity.audit_entry set position = 99 where authority_id = ${authorityId}`,
      sql`delete from identity.audit_entry where authority_id = ${authorityId}`,
      sql`truncate identity.audit_entry`,
      sql`insert into identity.audit_entry (entry, position, hash) select entry, 99, hash from identity.audit_entry limit 1`,
      sql`update identity.audit_head set position = 0 where authority_id = ${authorityId}`,
      sql`delete from identity.audit_head where authority_id = ${authorityId}`,
      sql`truncate identity.audit_head`,
    ];
    for (const attempt of attempts) await assert.rejects(attempt.execute(db), /only ever added to/);
  });

  test('is one whole chain, however many commit at once and in whatever order of authorities', async () => {
    const [one, other] = [await aLog(0), await aLog(0)];
    const work = Array.from({ length: 40 }, (_, nth) =>
      inTx(async (tx) => {
        const order = nth % 2 === 0 ? [one, other] : [other, one];
        for (const { authorityId } of order) await write(tx, authorityId, nth);
        if (nth % 5 === 0) await sql`select pg_sleep(0.01)`.execute(tx);
      }),
    );
    await Promise.all(work);
    for (const { authorityId, slug } of [one, other]) {
      assert.equal(await brokenOf(slug), undefined);
      const { rows } = await sql<{ count: number }>`select count(*) as count from identity.audit_entry
        where authority_id = ${authorityId} and subject_kind = 'device'`.execute(db);
      assert.equal(rows[0]!.count, 40);
    }
  });

  test('can be checked by anybody who has an export: each hash is SHA-256 of the one before and the entry', async () => {
    const { authorityId } = await aLog(4);
    const { viewer } = await aPerson(db, { authorityId, roles: ['administrator'] });
    const { entries } = await readAudit(db, viewer, { authorityId }, { limit: 100 });
    let hash = Buffer.alloc(32);
    for (const row of entries.toReversed()) {
      hash = linkHash(hash, row.entry) as typeof hash;
      assert.equal(row.hash, hash.toString('hex'));
    }
  });
});

describe('checking the audit log', () => {
  test('finds any row that was altered, removed, moved or added, and names the first bad one', async () => {
    const { authorityId, slug } = await aLog(12);
    const { rows } = await sql<{ id: number; position: number; entry: string }>`select id, position, entry
      from identity.audit_entry where authority_id = ${authorityId} order by position`.execute(db);
    const last = rows.length;
    const anyRow = fc.integer({ min: 1, max: last });
    const deed = fc.oneof(
      fc.record({ kind: fc.constant('alter' as const), at: anyRow, nth: fc.integer({ min: 100, max: 999 }) }),
      fc.record({ kind: fc.constant('rehash' as const), at: anyRow }),
      fc.record({ kind: fc.constant('remove' as const), at: anyRow, count: fc.integer({ min: 1, max: last }) }),
      fc.record({ kind: fc.constant('close-gap' as const), at: fc.integer({ min: 1, max: last - 1 }) }),
      fc.record({ kind: fc.constant('swap' as const), at: anyRow, with: anyRow }),
      fc.record({ kind: fc.constant('unchain' as const), at: anyRow }),
      fc.record({ kind: fc.constant('append' as const), at: fc.constant(last) }),
    );
    await fc.assert(
      fc.asyncProperty(deed, async (done) => {
        fc.pre(done.kind !== 'swap' || done.at !== done.with);
        const own = sql`authority_id = ${authorityId}`;
        const act = async (tx: Db) => {
          if (done.kind === 'alter') {
            const other = rows[done.at - 1]!.entry.replace(/"at":"2/, `"nth":${done.nth},"at":"2`);
            await sql`update identity.audit_entry set entry = ${other} where ${own} and position = ${done.at}`.execute(
              tx,
            );
          } else if (done.kind === 'rehash') {
            await sql`update identity.audit_entry set hash = sha256(hash) where ${own} and position = ${done.at}`.execute(
              tx,
            );
          } else if (done.kind === 'remove') {
            await sql`delete from identity.audit_entry
              where ${own} and position >= ${done.at} and position < ${done.at + done.count}`.execute(tx);
          } else if (done.kind === 'close-gap') {
            await sql`delete from identity.audit_entry where ${own} and position = ${done.at}`.execute(tx);
            await sql`update identity.audit_entry set position = -position where ${own} and position > ${done.at}`.execute(
              tx,
            );
            await sql`update identity.audit_entry set position = -position - 1 where ${own} and position < 0`.execute(
              tx,
            );
          } else if (done.kind === 'swap') {
            const [one, other] = [rows[done.at - 1]!, rows[done.with - 1]!];
            await sql`update identity.audit_entry set position = null where id = ${one.id}`.execute(tx);
            await sql`update identity.audit_entry set position = ${one.position} where id = ${other.id}`.execute(tx);
            await sql`update identity.audit_entry set position = ${other.position} where id = ${one.id}`.execute(tx);
          } else if (done.kind === 'unchain') {
            await sql`update identity.audit_entry set position = null, hash = null where ${own} and position = ${done.at}`.execute(
              tx,
            );
          } else {
            await sql`insert into identity.audit_entry (entry, position, hash)
              select entry, position + 1, sha256(hash || convert_to(entry, 'UTF8'))
              from identity.audit_entry where ${own} and position = ${done.at}`.execute(tx);
          }
        };
        await tamper(act, async (tx) => {
          const found = (await checkIn(tx)).find(({ authority }) => authority === slug)!;
          assert.notEqual(found.broken, undefined, JSON.stringify(done));
          const first =
            done.kind === 'swap' ? Math.min(done.at, done.with) : done.kind === 'append' ? done.at + 1 : done.at;
          assert.match(found.broken!, new RegExp(`\\b(entry|entries|row) (${first}|${rows[first - 1]?.id})\\b`));
        });
      }),
      { numRuns: 60 },
    );
    assert.equal(await brokenOf(slug), undefined);
  });

  test('finds an end that was cut off together with its head, when the end was noted down elsewhere', async () => {
    const { authorityId, slug } = await aLog(5);
    const noted = (await checkAudit(db)).filter(({ authority }) => authority === slug);
    const note = noted.map(({ authority, position, hash }) => ({ authority, position, hash: hash.toString('hex') }));
    const cut = async (tx: Db) => {
      await sql`delete from identity.audit_entry where authority_id = ${authorityId} and position > 3`.execute(tx);
      await sql`update identity.audit_head h set position = 3, hash = e.hash from identity.audit_entry e
        where h.authority_id = ${authorityId} and e.authority_id = ${authorityId} and e.position = 3`.execute(tx);
    };
    await tamper(cut, async (tx) => {
      assert.equal((await checkIn(tx)).find(({ authority }) => authority === slug)!.broken, undefined);
      const found = (await checkIn(tx, note)).find(({ authority }) => authority === slug)!;
      assert.match(found.broken!, /entries 4 to 6 at its end are missing/);
    });
    const rewritten = [{ ...note[0]!, position: 2 }];
    assert.match((await brokenOf(slug, rewritten))!, /entry 2 .* is not the one noted down/);
    await inTx((tx) => write(tx, authorityId, 6));
    assert.equal(await brokenOf(slug, note), undefined, 'what was added since is no harm');
  });
});

/** The check inside the transaction that tampers. */
function checkIn(tx: Db, noted: readonly NotedHead[] = []) {
  const inside = {
    transaction: () => ({ setIsolationLevel: () => ({ execute: (work: (tx: Db) => unknown) => work(tx) }) }),
  };
  return checkAudit(inside as unknown as Db, noted);
}

test('canonical JSON has one spelling', () => {
  assert.equal(
    canonicalJson({ b: [1, 'ü', null], a: { d: undefined, c: 1e21 } }),
    '{"a":{"c":1e+21},"b":[1,"ü",null]}',
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const shuffled = Object.fromEntries(Object.entries(value).toReversed());
      assert.equal(canonicalJson(shuffled as never), canonicalJson(value as never));
      assert.deepEqual(JSON.parse(canonicalJson(value as never)), JSON.parse(JSON.stringify(value)));
    }),
  );
});
