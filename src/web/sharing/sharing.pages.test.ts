import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../test/build-identity.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { createServer, type House, type Settings, silentLog, sql, systemClock } from '../../base/index.ts';
import { createPartnership, identityPlugin } from '../../identity/index.ts';
import { visibleDatastreams } from '../../register/index.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { errorPage } from '../face/error-page.ts';
import { registerSharingPages } from './sharing.routes.ts';

const { db } = await aDatabase();
const house = { db, clock: systemClock, settings: { publicUrl: 'http://127.0.0.1:8080' } as Settings } as House;
const app = createServer(silentLog, errorPage);
await app.register(identityPlugin, { house });
await registerSharingPages(app, house);

const audiences = [{ audience: 'partners' as const, detail: 'readings' as const }];
const body = aDeclarationBody({
  properties: [
    aDeclaredProperty('no2', { audiences }),
    aDeclaredProperty('pm10', { audiences: [{ audience: 'authority', detail: 'readings' }] }),
  ],
  sharing: { ...aDeclarationBody().sharing, why_not_open: 'Asked for by schools.' },
});
const giver = await anAirProject(db, { body, authoritySlug: 'alder' });
const birch = await anAuthority(db, { slug: 'birch', name: 'Birch' });
const analyst = await aPerson(db, { authorityId: birch.id, roles: ['analyst'] });
const siro = await aPerson(db, { authorityId: birch.id, roles: ['siro'] });
const { rows } = await sql<{ name: string }>`select name from identity.v_authority where slug = 'alder'`.execute(db);
const alder = rows[0]!.name;
const as = async (person: { personId: number }) => aBrowser(app, (await aSession(db, person)).cookie);
const day = (later: number) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
const readsNo2 = async () => {
  const found = await sql`select 1 from register.v_datastream ds where ds.authority_id = ${giver.authorityId}
    and ds.property_code = 'no2' and ${visibleDatastreams(analyst.viewer)}`.execute(db);
  return found.rows.length > 0;
};

test('an agreement is proposed, filled, approved by a second person, read by anybody, and ended by the other side', async () => {
  const lead = await as(giver.lead);
  const form = await lead.follow(await lead.open('/sharing'), 'Propose an agreement');
  const empty = await lead.send(form, 'Propose', { 'What it is called': 'Air at the border' });
  assert.equal(empty.status, 400);
  const ids = { [alder]: giver.authorityId, Birch: birch.id };
  const answers = new URLSearchParams([
    ['authority', String(giver.authorityId)],
    ['title', 'Air at the border'],
    ['gives', String(ids[alder])],
    ['receives', String(ids.Birch)],
    ['purposes', 'health'],
    ['controllers', 'Each council for what it measures'],
    ['detail', 'readings'],
    ['valid-from', day(-1)],
    ['ends-on', day(30)],
    ['_csrf', (form.document.querySelector('input[name="_csrf"]') as HTMLInputElement).value],
  ]);
  const proposed = await lead.post('/sharing/new', Object.fromEntries(answers));
  assert.equal(proposed.heading, 'Air at the border');
  assert.equal(proposed.page.queryByLabelText(/PM10/), null, 'only what is promised to partners is offered');
  const filled = await lead.send(proposed, 'Save what is given', {
    'Nitrogen dioxide of Clean air at the school gate 1': true,
  });
  filled.page.getByText(/Not approved there yet/);
  const anybody = aBrowser(app);
  assert.equal((await anybody.open(proposed.path)).status, 404, 'a proposal is not public');
  assert.equal(await readsNo2(), false);

  const approver = await as(giver.approver);
  const approved = await approver.send(await approver.open(proposed.path), `Approve what ${alder} gives`);
  approved.page.getByText('in force');
  assert.equal(await readsNo2(), true);
  const list = await anybody.open('/sharing');
  assert.match(list.page.getAllByRole('row')[1]!.textContent!, /Air at the border.*Birch.*Health.*in force/s);
  const seen = await anybody.follow(list, 'Air at the border');
  seen.page.getByText(/Nitrogen dioxide of the project/);
  assert.equal(seen.page.queryByRole('button', { name: /End/ }), null);

  const other = await as(siro);
  const theirs = await other.open(proposed.path);
  const noReason = await other.send(theirs, 'End the agreement');
  assert.equal(noReason.errors[0]![1], 'reason');
  const ended = await other.send(noReason, 'End the agreement', { Why: 'The trial is over' });
  ended.page.getByText(/The trial is over/);
  assert.equal(await readsNo2(), false);
});

test('a partnership is shown to anybody and left by those who may', async () => {
  const members = { leadAuthorityId: giver.authorityId, authorityIds: [birch.id], validFrom: new Date('2026-01-01') };
  await db.transaction().execute((tx) => createPartnership(tx, { slug: 'river', name: 'River', ...members }));
  const anybody = aBrowser(app);
  const shown = await anybody.open('/sharing/partnerships');
  shown.page.getByText(/Members: .*Birch/);
  assert.equal(shown.page.queryByRole('button', { name: 'Leave' }), null);
  const browser = await as(siro);
  const left = await browser.send(await browser.open('/sharing/partnerships'), 'Leave');
  assert.equal(left.page.queryByText(/Members: .*Birch/), null);
});
