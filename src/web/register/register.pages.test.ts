import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { within } from '@testing-library/dom';
import { anAuthority, aPerson, aSession } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aProject, aRecordedOutcome } from '../../../test/build-projects.ts';
import {
  type AirProject,
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  aModel,
  anAirProject,
  aPlace,
} from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { reportFinding } from '../../insights/index.ts';
import { revokeClearance } from '../../projects/index.ts';
import { saveDraft, withdrawDeclaration } from '../../register/index.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerRegisterPages } from './register.routes.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const app = await pagesOn(house, registerRegisterPages);
const anybody = aBrowser(app);
const as = async (person: { personId: number }) =>
  aBrowser(app, (await aSession(db, person, house.clock)).cookie.replace('lamppost=', '__Host-lamppost='));
const read = async (url: string) => app.inject({ method: 'GET', url });
const minute = (nth: number) => `2026-05-01T11:${String(nth).padStart(2, '0')}:00Z`;

const OFFICERS_ONLY = aDeclarationBody({
  sharing: {
    dataset: 'desks',
    title: 'Desks',
    licence: 'OGL-UK-3.0',
    why_not_open: 'It shows when an office is empty.',
  },
  properties: ['no2', 'pm10', 'pm25'].map((code) =>
    aDeclaredProperty(code, { audiences: [{ audience: 'authority', detail: 'readings' }] }),
  ),
});

let air: AirProject;
let desks: AirProject;
const hrefOf = (project: AirProject, nth = 0) =>
  `/register/${project.authoritySlug}/devices/${project.devices[nth]!.slug}`;

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  desks = await anAirProject(db, { authoritySlug: 'southbank', body: OFFICERS_ONLY });
  for (const { authorityId, devices } of [air, desks]) {
    const values = [21.4, 22, -0.5].map((value, nth) =>
      anObservation({ datastreamId: devices[0].datastreams.no2!, authorityId, at: minute(nth), value }),
    );
    await commitInTransaction(database.database, values);
  }
});

describe('the page of a sensor', () => {
  it('answers first whether it can see me, then what is measured now, why, who, how long and until when', async () => {
    const { page, heading, body, document } = await anybody.open(hrefOf(air));
    assert.equal(heading, 'Air at Ash Grove Primary');
    assert.equal(document.querySelector('h1')!.nextElementSibling!.textContent!.trim(), 'No, this cannot see you');
    const now = within(page.getByRole('table', { name: 'Readings now' }));
    assert.match(now.getByRole('row', { name: /Nitrogen dioxide/ }).textContent!, /-0\.5\s*µg\/m³\s*12:02/);
    assert.match(now.getByRole('row', { name: /PM10/ }).textContent!, /no reading yet/);
    for (const [name, value] of [
      ['Why', /Cleaner air for children/],
      ['Who is responsible', /The council/],
      ['How long it is kept', /2 years/],
      ['Who sees it', /Anyone: every reading/],
      ['Until when', /31 December 2099/],
    ] as const) {
      const term = page.getByText(name, { selector: 'dt' });
      assert.match(term.nextElementSibling!.textContent!, value);
    }
    assert.ok(page.getAllByRole('img', { name: /PM2.5/ }).length > 0);
    assert.ok(!/<script(?![^>]*\ssrc=)/.test(body), 'no inline script');
    assert.ok(!/\sstyle="/.test(body), 'no inline style');
  });

  it('shows the chart of another property and period on request, and the first for nonsense', async () => {
    const { page } = await anybody.open(`${hrefOf(air)}?show=no2&days=30`);
    page.getByRole('heading', { name: /^Nitrogen dioxide, hourly means/ });
    page.getByText('Nitrogen dioxide', { selector: 'strong[aria-current]' });
    assert.equal(
      page.getByRole('link', { name: /Download as CSV/ }).getAttribute('href'),
      `${hrefOf(air)}/readings.csv?show=no2`,
    );
    assert.equal((await anybody.open(`${hrefOf(air)}?show=nothing&days=-1`)).status, 200);
  });

  it('shows readings that are not open to those whose authority it is, and says so to everybody else', async () => {
    const officer = await as(desks.lead);
    const stranger = await as(air.lead);
    const shown = await officer.open(hrefOf(desks));
    assert.match(shown.page.getByRole('row', { name: /Nitrogen dioxide/ }).textContent!, /-0\.5/);
    for (const other of [anybody, stranger]) {
      const { page, body } = await other.open(hrefOf(desks));
      page.getByText(/Its readings are not open to everyone/);
      assert.equal(page.queryByRole('table', { name: 'Readings now' }), null);
      assert.ok(!body.includes('readings.csv'));
      assert.ok(!body.includes('21.4'));
    }
  });

  it('is not there for a device nobody made a promise about, nor for one that does not exist', async () => {
    const { authorityId, slug } = await anAuthority(db);
    const lead = await aPerson(db, { authorityId });
    const project = await aProject(db, lead.viewer, { authorityId });
    const { modelId } = await aModel(db, { authorityId });
    const device = await aDevice(db, { authorityId, projectId: project.id, modelId });
    for (const browser of [anybody, await as(lead)]) {
      assert.equal((await browser.open(`/register/${slug}/devices/${device.slug}`)).status, 404);
      assert.equal((await browser.open(`/register/${slug}/projects/${project.slug}`)).status, 404);
    }
    const missing = await anybody.open('/register/northbank/devices/nowhere');
    assert.equal(missing.status, 404);
    assert.match(missing.body, /There is nothing|There is no/);
  });

  it('says that a promise was withdrawn, and shows no readings any more', async () => {
    const { authoritySlug, devices, declaration, lead } = await anAirProject(db);
    const href = `/register/${authoritySlug}/devices/${devices[0].slug}`;
    (await anybody.open(href)).page.getByRole('table', { name: 'Readings now' });
    await db
      .transaction()
      .execute((tx) =>
        withdrawDeclaration(tx, lead.viewer, declaration.declarationId, { reason: 'The trial is over.' }),
      );
    const { page } = await anybody.open(href);
    page.getByText(/no longer in force: no readings are taken. The trial is over./);
    assert.equal(page.queryByRole('table', { name: 'Readings now' }), null);
  });
});

describe('a home with sensors', () => {
  it('is nowhere in the register: no page, no place, no sign, no point, no row', async () => {
    const { authorityId, authoritySlug, projectId, modelId, lead } = air;
    const { placeId, slug } = await aPlace(db, {
      authorityId,
      name: '4 Hidden Court',
      slug: 'hidden-court',
      isDwelling: true,
      areaCode: 'E01000001',
    });
    const device = await aDevice(db, { authorityId, projectId, modelId, placeId, name: 'Damp in 4 Hidden Court' });
    for (const browser of [anybody, await as(lead)]) {
      for (const path of [
        `devices/${device.slug}`,
        `devices/${device.slug}/readings.csv`,
        `places/${slug}`,
        `places/${slug}/sign.svg`,
        `places/${slug}/sign.pdf`,
      ])
        assert.equal((await browser.open(`/register/${authoritySlug}/${path}`)).status, 404, path);
      assert.equal((await browser.open(`/p/${placeId.toString(36)}`)).status, 404);
      for (const list of ['/register?q=hidden', '/register/map', '/register.csv', '/register/devices.geojson'])
        assert.ok(!(await browser.open(list)).body.includes('Hidden'), list);
    }
  });

  it('is counted by area from ten homes on', async () => {
    const { authorityId, projectId, modelId } = air;
    for (const [areaCode, homes] of [
      ['E01000010', 10],
      ['E01000009', 9],
    ] as const)
      for (let home = 0; home < homes; home++) {
        const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode });
        await aDevice(db, { authorityId, projectId, modelId, placeId });
      }
    const { page, body } = await anybody.open('/register');
    assert.match(page.getByRole('row', { name: /E01000010/ }).textContent!, /10/);
    assert.ok(!body.includes('E01000009'));
  });
});

describe('a place whose declaration coarsens it', () => {
  it('is shown as coarsely as promised, on pages and in files, and exactly to nobody on public pages', async () => {
    const properties = ['no2', 'pm10', 'pm25'].map((code) => aDeclaredProperty(code, { place_precision_m: 1000 }));
    const gate = await anAirProject(db, { authoritySlug: 'floodgates', body: aDeclarationBody({ properties }) });
    const { rows } = await sql<{ slug: string }>`
      select slug from register.place where id = ${gate.devices[0].placeId}`.execute(db);
    for (const browser of [anybody, await as(gate.lead)]) {
      const { page, body } = await browser.open(hrefOf(gate));
      page.getByText(/Shown to within 1000 m, as declared/);
      assert.ok(!body.includes('lamp column 12'), 'what it is mounted on would give it away');
      assert.ok(!body.includes('51.5000'));
    }
    assert.equal((await anybody.open(`/register/floodgates/places/${rows[0]!.slug}`)).status, 200);
    const { features } = (await read('/register/devices.geojson?authority=floodgates')).json();
    assert.equal(features.length, 3);
    for (const { geometry } of features) assert.ok(Math.abs(geometry.coordinates[1] - 51.5) > 0.0005);
    const csv = (await read('/register.csv?authority=floodgates')).body.split('\r\n');
    assert.equal(csv[1]!.split(',')[8], '1000');
    assert.ok(!csv.slice(1).join().includes(',51.5,'));
  });
});

describe('the page of a place', () => {
  it('tells what stands there and leads to its sign; the code on the sign leads back', async () => {
    const { rows } = await sql<{ slug: string; id: number }>`
      select slug, id from register.place where id = ${air.devices[0].placeId}`.execute(db);
    const { slug, id } = rows[0]!;
    const { page, heading } = await anybody.open(`/register/northbank/places/${slug}`);
    assert.equal(heading, 'Ash Grove Primary');
    page.getByText('No, this cannot see you');
    page.getByRole('link', { name: 'Air at Ash Grove Primary' });
    const code = `/p/${id.toString(36)}`;
    page.getByText(`Print it at A5 or larger. Its code leads here: https://lamp.example${code}`);
    const back = await read(code);
    assert.deepEqual([back.statusCode, back.headers.location], [302, `/register/northbank/places/${slug}`]);
    for (const wrong of ['/p/zzzzzz', '/p/0', '/p/-1', '/p/0123456789'])
      assert.equal((await read(wrong)).statusCode, 404, wrong);
    const svg = await read(page.getByRole('link', { name: 'Sign as SVG' }).getAttribute('href')!);
    assert.match(svg.headers['content-type'] as string, /^image\/svg\+xml/);
    assert.match(svg.body, /Cleaner air/);
    const pdf = await read(page.getByRole('link', { name: 'Sign as PDF' }).getAttribute('href')!);
    assert.equal(pdf.headers['content-type'], 'application/pdf');
    assert.ok(pdf.rawPayload.subarray(0, 5).equals(Buffer.from('%PDF-')));
  });

  it('shows the most that any project there captures, and every promise', async () => {
    const { authorityId, lead, devices } = air;
    const counting = await aProject(db, lead.viewer, { authorityId, title: 'People crossing' });
    const classes = { capture: 'de_identified', leaving_device: 'none', stored: 'none', published: 'none' } as const;
    const body = aDeclarationBody({ title: 'Counting people', classes, lawful_basis: 'public_task' });
    await aDeclarationInForce(db, { authorityId, projectId: counting.id, body });
    const { modelId } = await aModel(db, { authorityId });
    const placeId = devices[2].placeId!;
    await aDevice(db, { authorityId, projectId: counting.id, modelId, placeId, name: 'Counter at the gate' });
    const { rows } = await sql<{ slug: string }>`select slug from register.place where id = ${placeId}`.execute(db);
    const { page } = await anybody.open(`/register/northbank/places/${rows[0]!.slug}`);
    page.getByText('It notices people, but not who they are');
    page.getByRole('heading', { name: 'Counting people' });
    page.getByRole('heading', { name: 'Air outside schools' });
  });
});

describe('the page of a project', () => {
  it('says what for, what is promised, and how that changed, but not what is only a draft', async () => {
    const { authorityId, authoritySlug, projectId, projectSlug, lead, approver } = await anAirProject(db);
    await aRecordedOutcome(db, lead.viewer, projectId);
    const body = aDeclarationBody({ properties: [aDeclaredProperty('no2', { retention_days: 30 })] });
    await aDeclarationInForce(db, {
      authorityId,
      projectId,
      body,
      submittedBy: lead.personId,
      approvedBy: approver.personId,
      from: new Date('2026-03-01T00:00:00Z'),
    });
    const draft = aDeclarationBody({ title: 'Secret plan' });
    await db.transaction().execute((tx) => saveDraft(tx, lead.viewer, { projectId, body: draft }));
    const { page, body: shown } = await anybody.open(`/register/${authoritySlug}/projects/${projectSlug}`);
    page.getByText('Children breathe cleaner air on their way to school.');
    assert.match(
      page.getByText(/^If$/).parentElement!.textContent!,
      /The school streets team had the streets and hours/,
    );
    page.getByText('Smart-city project');
    page.getByText('Stations stand on main roads', { exact: false, ignore: 'script' });
    page.getByRole('heading', { name: 'Version 2' });
    page.getByRole('heading', { name: 'Version 1' });
    assert.match(page.getByText('30 days', { selector: 'ins' }).textContent!, /30 days/);
    assert.ok(!shown.includes('Secret plan'));
    assert.ok(!shown.includes('Version 3'));
  });

  it('shows what was found where anybody may read the readings, and nothing of it elsewhere', async () => {
    for (const [project, isShown] of [
      [air, true],
      [desks, false],
    ] as const) {
      await db.transaction().execute((tx) =>
        reportFinding(tx, {
          authorityId: project.authorityId,
          projectId: project.projectId,
          pack: 'school-air',
          methodVersion: 'test',
          kind: 'band-reached',
          subjectKind: 'place',
          subjectId: project.devices[0].placeId!,
          severity: 70,
          title: 'High air pollution at Ash Grove Primary',
          evidence: {},
          coverage: 1,
          beganAt: house.clock.now(),
          seenAt: house.clock.now(),
        }),
      );
      const { body } = await anybody.open(`/register/${project.authoritySlug}/projects/${project.projectSlug}`);
      assert.equal(body.includes('High air pollution'), isShown);
    }
  });
});

describe('the register', () => {
  it('is searched and filtered by a form that needs no script, with counts, and taken away as it is shown', async () => {
    const start = await anybody.open('/register');
    const found = await anybody.send(start, 'Show results', { Search: 'birch' });
    assert.match(found.path, /q=birch/);
    const table = within(found.page.getByRole('table', { name: /sensors$/ }));
    for (const row of table.getAllByRole('row').slice(1)) assert.match(row.textContent!, /Birch/);
    const [, first] = found.page.getAllByRole('link', { name: 'Air at Birch Lane Primary' });
    assert.ok(first);
    const csv = await read(found.page.getByRole('link', { name: /as CSV/ }).getAttribute('href')!);
    const lines = csv.body.trim().split('\r\n');
    assert.ok(lines.slice(1).every((line) => line.includes('Birch')));
    assert.match(lines[1]!, /https:\/\/lamp\.example\/register\//);
    const chosen = await anybody.open('/register?authority=southbank&property=no2');
    chosen.page.getByRole('table', { name: '3 sensors' });
    chosen.page.getByRole('link', { name: /Remove.*Nitrogen dioxide|Nitrogen dioxide/ });
    const none = await anybody.open('/register?q=nothing-like-it');
    none.page.getByRole('heading', { name: 'No sensor matches' });
  });

  it('has a still map for those without script, and the same points for those with', async () => {
    const { page } = await anybody.open('/register/map?authority=southbank');
    page.getByRole('img', { name: 'Map of 3 sensors' });
    page.getByRole('link', { name: 'Air at Cedar Road Primary' });
    const { features } = (await read('/register/devices.geojson?authority=southbank')).json();
    assert.equal(features.length, 3);
    assert.match(features[0].properties.measures, /Nitrogen dioxide/);
  });
});

describe('the register for those who follow it or take it whole', () => {
  it('has a feed of changes, the whole as JSON and as CSV, and says of a project what is missing', async () => {
    const feed = await read('/register/changes.atom?authority=northbank');
    assert.equal(feed.headers['content-type'], 'application/atom+xml; charset=utf-8');
    assert.match(feed.body, /<title>Air at Birch Lane Primary: added to the register<\/title>/);
    const whole = (await read('/register/whole.json')).json();
    const listed = (await read('/register.csv')).body.trim().split('\r\n');
    assert.equal(whole.devices.length, listed.length - 1);
    const lines = (await read('/register/whole.csv')).body.trim().split('\r\n');
    assert.equal(lines.length, listed.length);
    assert.match(lines[0]!, /^authority,project,device,/);
    const { page } = await anybody.open(`/register/northbank/projects/${air.projectSlug}`);
    page.getByText(/of 9 things that a register should tell are told/);
    page.getByText('Who owns every sensor');
  });
});

describe('readings as CSV', () => {
  it('are all there, oldest first, for those who may read them, and none for others', async () => {
    const open = await read(`${hrefOf(air)}/readings.csv?show=no2`);
    assert.equal(open.headers['access-control-allow-origin'], '*');
    assert.equal(
      open.body,
      'phenomenon_time,property,result,unit\r\n2026-05-01T11:00:00.000Z,no2,21.4,µg/m³\r\n' +
        '2026-05-01T11:01:00.000Z,no2,22,µg/m³\r\n2026-05-01T11:02:00.000Z,no2,-0.5,µg/m³\r\n',
    );
    const closed = `${hrefOf(desks)}/readings.csv`;
    assert.equal((await read(closed)).body, 'phenomenon_time,property,result,unit\r\n');
    assert.equal((await (await as(desks.lead)).open(closed)).body.trim().split('\n').length, 4);
    assert.equal((await (await as(air.lead)).open(closed)).body.trim().split('\n').length, 1);
  });
});

describe('a suspended declaration', () => {
  it('is shown to anyone as suspended, with the clearance and the reason, on the project and its devices', async () => {
    const project = await anAirProject(db, { authoritySlug: 'eastbank' });
    const { authorityId, projectId, authoritySlug, projectSlug, approver } = project;
    const at = new Date(Date.now() - 40 * 86_400_000);
    const reason = 'The keys were found in public.';
    await db
      .transaction()
      .execute((tx) =>
        revokeClearance(tx, { authorityId, projectId, kind: 'security', reason, revokedBy: approver.personId, at }),
      );
    const shown = (await read(`/register/${authoritySlug}/projects/${projectSlug}`)).body;
    assert.match(shown, /suspended/);
    assert.match(shown, /No readings are taken: security review was taken back\. The keys were found in public\./);
    assert.match((await read(hrefOf(project))).body, /Its declaration is suspended/);
  });
});

describe('signs and the guide behind their code', () => {
  it('a place’s page tells the whole chain, which a machine reads too', async () => {
    const list = await anybody.open('/register?authority=northbank');
    const place = list.page.getAllByRole('link', { name: 'Ash Grove Primary' })[0]!.getAttribute('href')!;
    const { page, document } = await anybody.open(place);
    page.getByRole('heading', { name: 'What happens to the data' });
    const titles = [...document.querySelectorAll('details summary')].map((summary) => summary.textContent!.trim());
    assert.deepEqual(titles.slice(0, 3), ['Who is responsible', 'What for', 'With which technology']);
    assert.ok(titles.includes('Who gets them'));
    const chain = (await read(`${place}/datachain.json`)).json();
    assert.equal(chain.schema.namespace, 'device');
  });

  it('a zone has one sign for its places, whose code leads to the project', async () => {
    const base = `/register/northbank/projects/${air.projectSlug}/sign`;
    const wordsOf = (svg: string) => svg.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    const sign = await read(`${base}.svg`);
    for (const said of ['Ash Grove Primary', 'Birch Lane Primary', 'Cedar Road Primary'])
      assert.ok(wordsOf(sign.body).includes(said), said);
    const code = /lamp\.example(\/z\/[0-9a-z]+)/.exec(sign.body)![1]!;
    assert.equal((await read(code)).headers.location, `/register/northbank/projects/${air.projectSlug}`);
    assert.match((await read(`${base}.pdf`)).body, /^%PDF/);
    const { rows } = await sql<{
      slug: string;
    }>`select slug from register.place where name = 'Birch Lane Primary' and authority_id = ${air.authorityId}`.execute(
      db,
    );
    const part = await read(`${base}.svg?place=${rows[0]!.slug}`);
    assert.ok(wordsOf(part.body).includes('Birch Lane Primary') && !wordsOf(part.body).includes('Ash Grove'));
    assert.equal((await read(`${base}.svg?place=nowhere`)).statusCode, 404);
    assert.equal((await read('/z/zzzz')).statusCode, 404);
  });
});
