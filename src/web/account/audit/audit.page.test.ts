import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt } from '../../../base/index.ts';
import { audit } from '../../../identity/index.ts';
import { aBrowser, accountPagesOn } from '../browser.fixture.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const { db } = await aDatabase();
const app = await accountPagesOn(db, clock);
const { authorityId, slug } = await anAuthority(db, { name: 'Riverside' });
const security = await aPerson(db, { authorityId, name: 'Ada Alder', roles: ['security'] });
const lead = await aPerson(db, { authorityId, name: 'Bo Birch' });
const browser = aBrowser(app, (await aSession(db, security, clock)).cookie);
await db.transaction().execute(async (tx) => {
  for (let nth = 1; nth <= 60; nth++) {
    const subject = { kind: 'device', id: nth };
    await audit(
      tx,
      { authorityId, actor: lead.viewer, action: 'device.state', subject, reason: `Storm <number> ${nth}` },
      clock,
    );
  }
});

describe('the audit log', () => {
  test('shows who did what and why, the newest first, fifty at a time', async () => {
    const shown = await browser.open('/audit');
    assert.equal(shown.heading, 'Audit log of Riverside');
    const rows = shown.page.getAllByRole('row').slice(1);
    assert.equal(rows.length, 50);
    assert.match(rows[0]!.textContent!, /Bo Birch.*changed the state of a device.*Why: Storm <number> 60.*device 60/s);
    const older = await browser.follow(shown, /Next/);
    assert.equal(older.page.getAllByRole('row').length - 1, 13);
    assert.match(older.page.getAllByRole('row').at(-1)!.textContent!, /Lamppost itself.*added the authority/s);
  });

  test('is searched and filtered by what it is about', async () => {
    const shown = await browser.open('/audit');
    const found = await browser.send(shown, 'Show results', { Search: 'storm <number> 17', 'Devices (60)': true });
    found.page.getByRole('table', { name: '1 entry' });
    const none = await browser.open('/audit?q=nothing+like+it');
    none.page.getByText('No entry matches');
  });

  test('leaves as CSV and as lines whose hashes anybody can check', async () => {
    const csv = await browser.open('/audit.csv?thing=device');
    assert.equal(csv.body.split('\r\n').length, 62);
    const lines = (await browser.open('/audit.jsonl')).body.trim().split('\n');
    const last = JSON.parse(lines.at(-1)!) as { position: number; entry: string };
    assert.equal(last.position, lines.length);
    assert.equal(JSON.parse(last.entry).subject.id, '60');
  });

  test('is not for everybody, nor for another authority', async () => {
    const other = await anAuthority(db);
    const stranger = await aPerson(db, { authorityId: other.id, roles: ['security'] });
    const theirs = aBrowser(app, (await aSession(db, stranger, clock)).cookie);
    assert.doesNotMatch((await theirs.open(`/audit?authority=${slug}`)).body, /Bo Birch|Riverside/);
    assert.doesNotMatch((await theirs.open(`/audit.jsonl?authority=${slug}`)).body, /device/);
    const own = aBrowser(app, (await aSession(db, lead, clock)).cookie);
    (await own.open('/audit')).page.getByText('Nothing to show');
  });
});
