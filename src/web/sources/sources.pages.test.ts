import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { aVisitor, devicePagesOn } from '../../../test/build-device-pages.ts';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aDoorway, aHouse, anIngest } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const { clock } = house;
const doorway = await aDoorway(house, anIngest(house));
const app = await devicePagesOn(db, clock, { decode: () => Promise.reject(new Error('no codec is run here')) });
after(() => app.close());

const project = await anAirProject(db);
const { authorityId, authoritySlug } = project;
const [ash] = project.devices;
const leadSees = await aVisitor(app, db, project.lead, clock);
const officerSees = await aVisitor(app, db, await aPerson(db, { authorityId, roles: ['service_officer'] }), clock);
const viewerSees = await aVisitor(app, db, await aPerson(db, { authorityId, roles: ['viewer'] }), clock);
const other = await anAuthority(db);
const strangerSees = await aVisitor(app, db, await aPerson(db, { authorityId: other.id }), clock);
const home = (slug: string) => `/sources/${authoritySlug}/${slug}`;

const filled = {
  Name: 'Supplier of the air monitors',
  'How does it send?': 'JSON over HTTP',
  'What do its messages call a device?': 'DevEUI',
};

/** The curl command of a page, as the request it makes. */
function requestIn(command: string) {
  const word = (flag: string) => new RegExp(`${flag} '((?:[^']|'\\\\'')*)'`).exec(command)![1]!;
  const path = new URL(/curl '([^']+)'/.exec(command)![1]!);
  return { url: path.pathname + path.search, payload: word('-d') };
}

describe('setting up a source', () => {
  it('says everything that is missing at once', async () => {
    (await leadSees('/sources')).page.getByRole('heading', { name: 'No sources yet' });
    const blank = await (await leadSees('/sources/new')).submit('Set up the source');
    assert.deepEqual(
      blank.errors.map(([, field]) => field),
      ['name', 'door', 'identifier_kind'],
    );
  });

  it('shows the key once, and with it a command whose reading is stored', async () => {
    const made = await (await leadSees('/sources/new')).submit('Set up the source', filled);
    assert.equal(made.heading, 'Copy the key now');
    assert.match(String(made.headers['cache-control']), /no-store/);
    const { value: key } = made.page.getByLabelText('Key') as HTMLInputElement;
    assert.match(key, /^lpk_/);
    const { url, payload } = requestIn(made.page.getByLabelText('Command that sends one reading').textContent!);
    assert.equal(url, `/ingest/json/${authoritySlug}/supplier-of-the-air-monitors`);
    const answer = await doorway.inject({
      method: 'POST',
      url,
      payload,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    assert.deepEqual([answer.statusCode, answer.json().stored, answer.json().refused], [200, 3, {}], answer.body);
    const page = await made.follow('I have copied it');
    assert.equal(page.body.includes(key), false);
    assert.ok(page.body.includes(key.split('_')[1]!), 'the page shows how the key begins');
    page.page.getByText(/Last message/);
    assert.equal((await leadSees(home('supplier-of-the-air-monitors'))).body.includes(key), false);
  });

  it('refuses a short name in use and asks for another', async () => {
    const taken = await (await leadSees('/sources/new')).submit('Set up the source', filled);
    assert.equal(taken.errors[0]![1], 'slug');
    const bad = await taken.submit('Set up the source', { 'Short name (optional)': 'No Spaces' });
    assert.match(bad.errors[0]![0], /^“Short name” may hold small letters/);
  });

  it('needs a topic to read from an outside broker, and shows no key for what takes none', async () => {
    const form = await leadSees('/sources/new');
    const topicless = await form.submit('Set up the source', {
      ...filled,
      Name: 'Another broker',
      'How does it send?': 'Outside MQTT broker',
    });
    assert.deepEqual(topicless.errors, [['Enter the topic to read, such as sensors/+/up', 'topic']]);
    const odd = await topicless.submit('Set up the source', { 'Topic to read': 'a#/b' });
    assert.equal(odd.errors[0]![1], 'topic');
    const made = await odd.submit('Set up the source', { 'Topic to read': 'sensors/+/up' });
    assert.equal(made.path, `${home('another-broker')}?done=made`);
    made.page.getByText('sensors/+/up');
    assert.equal(made.page.queryByText('Key'), null);
  });

  it('is for those who may set sources up', async () => {
    assert.equal((await officerSees('/sources/new')).status, 403);
    assert.equal((await viewerSees('/sources/new')).status, 403);
  });
});

describe('each door', () => {
  it('tells the supplier where to send, and tries it with a device there is', async () => {
    for (const [door, name] of [
      ['tts', 'The Things Stack'],
      ['chirpstack', 'ChirpStack'],
    ] as const) {
      const made = await (await leadSees('/sources/new')).submit('Set up the source', {
        ...filled,
        Name: `Network ${door}`,
        'How does it send?': name,
      });
      made.page.getByText(`https://lamp.example/ingest/${door}/${authoritySlug}/network-${door}`);
      const { value: key } = made.page.getByLabelText('Key') as HTMLInputElement;
      const { url, payload } = requestIn(made.page.getByLabelText('Command that sends one reading').textContent!);
      clock.forward(3_600_000);
      const again = payload.replaceAll(/"2026-05-01T\d\d/g, `"${clock.now().toISOString().slice(0, 13)}`);
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const answer = await doorway.inject({ method: 'POST', url, payload: again, headers });
      assert.deepEqual([answer.statusCode, answer.json().stored], [200, 3], answer.body);
    }
    const mqtt = await (await leadSees('/sources/new')).submit('Set up the source', {
      ...filled,
      Name: 'Broker',
      'How does it send?': 'MQTT',
    });
    for (const text of ['lamp.example', '1883', `${authoritySlug}/broker`, 'up/<identifier of the device>'])
      mqtt.page.getByText(text);
    const command = mqtt.page.getByLabelText('Command that sends one reading').textContent!;
    assert.match(command, new RegExp(`-t 'up/${ash.identifier.value}'`));
  });
});

describe('the page of a source', () => {
  it('shows a sum that adds up, today and in seven days', async () => {
    const { rows } = await sql<{ id: number }>`select id from ingest.source where slug = 'broker'`.execute(db);
    const line = (day: string, outcome: string, count: number) =>
      sql`
      insert into ingest.ledger (source_id, authority_id, device_id, day, outcome, count, last_at)
      values (${rows[0]!.id}, ${authorityId}, 0, ${day}, ${outcome}, ${count}, ${`${day}T10:00:00Z`})`.execute(db);
    for (const [outcome, count] of Object.entries({ read: 20, stored: 12, duplicate: 3, blank: 2, 'refused:clock': 3 }))
      await line('2026-05-01', outcome, count);
    await line('2026-04-28', 'read', 5);
    await line('2026-04-28', 'refused:unknown-device', 5);
    const { page } = await officerSees(home('broker'));
    const figures = (name: RegExp) =>
      [...page.getByRole('row', { name }).querySelectorAll('td')]
        .slice(0, 2)
        .map((cell) => cell.lastElementChild!.textContent);
    assert.deepEqual(figures(/^Stored/), ['12', '12']);
    assert.deepEqual(figures(/^Refused: unknown device/), ['0', '5']);
    assert.deepEqual(figures(/^All that was read/), ['20', '25']);
    page.getByText('The sum of the lines above');
    assert.equal(page.queryByRole('button', { name: 'Pause' }), null);
  });

  it('tells what was wrong with a link to the device', async () => {
    const { rows } = await sql<{ id: number }>`select id from ingest.source where slug = 'broker'`.execute(db);
    await sql`insert into ingest.fault (authority_id, source_id, device_id, code, message, count, first_at, last_at)
      values (${authorityId}, ${rows[0]!.id}, ${ash.deviceId}, 'unparseable', 'no2 is not a number. Check the codec.', 2, now(), now()),
        (${authorityId}, ${rows[0]!.id}, 0, 'unparseable', 'The message is not JSON.', 1, now(), now())`.execute(db);
    const { page } = await officerSees(home('broker'));
    const row = page.getByRole('row', { name: /no2 is not a number/ });
    assert.match(row.innerHTML, new RegExp(`href="/devices/${authoritySlug}/${ash.slug}"`));
    assert.match(page.getByRole('row', { name: /is not JSON/ }).textContent!, /Not known/);
  });

  it('lists imported files with what became of their rows', async () => {
    await (await leadSees('/sources/new')).submit('Set up the source', {
      ...filled,
      Name: 'Old files',
      'How does it send?': 'Files',
    });
    const { rows } = await sql<{ id: number }>`select id from ingest.source where slug = 'old-files'`.execute(db);
    (await leadSees(home('old-files'))).page.getByText(
      `./lamppost import --source ${authoritySlug}/old-files --mapping MAPPING.yaml FILE.csv`,
    );
    await sql`insert into ingest.import_run (authority_id, source_id, file_name, sha256, mapping, finished_at, counts)
      values (${authorityId}, ${rows[0]!.id}, 'no2-2025.csv', 'x', 'laqn.yaml', now(),
        '{"read": 100, "stored": 60, "blank": 30, "duplicate": 4, "refused": {"clock": 1, "out-of-range": 5}}')`.execute(
      db,
    );
    const { page } = await leadSees(home('old-files'));
    const figures = [...page.getByRole('row', { name: /no2-2025/ }).querySelectorAll('td')].map(
      (cell) => cell.lastElementChild!.textContent,
    );
    assert.deepEqual(figures.slice(2), ['100', '60', '4', '30', '6']);
  });

  it('is paused and resumed, and what is sent meanwhile is turned away', async () => {
    const page = await leadSees(home('network-tts'));
    const paused = await page.submit('Pause');
    paused.page.getByText(/What is sent is turned away/);
    (await leadSees('/sources?state=Paused')).page.getByRole('table', { name: '1 source' });
    const resumed = await paused.submit('Resume');
    resumed.page.getByText('The source is open again.');
  });

  it('gets a new key after saying that the old one stops', async () => {
    const asked = await (await leadSees(home('broker'))).follow(/^Change ?the key/);
    asked.page.getByText(/The old one stops at once/);
    const made = await asked.submit('Make a new key');
    assert.match((made.page.getByLabelText('Key') as HTMLInputElement).value, /^lpk_/);
    assert.equal((await officerSees(`${home('broker')}/key`)).status, 403);
  });

  it('does not exist for people of another authority, nor for those who may not see sources', async () => {
    for (const tail of ['', '/key']) {
      assert.equal((await strangerSees(home('broker') + tail)).status, 404, tail);
      assert.equal((await viewerSees(home('broker') + tail)).status, 404, tail);
    }
    (await viewerSees('/sources')).page.getByRole('heading', { name: 'Not for your roles' });
    (await strangerSees('/sources')).page.getByRole('heading', { name: 'No sources yet' });
  });
});

describe('the list of sources', () => {
  it('filters by door with counts and is taken away as CSV', async () => {
    const all = await officerSees('/sources');
    all.page.getByRole('checkbox', { name: 'ChirpStack (1)' });
    const mqtt = await all.submit('Show results', { 'MQTT (1)': true });
    mqtt.page.getByRole('table', { name: '1 source' });
    const { body } = await officerSees('/sources.csv?q=broker&door=mqtt');
    assert.match(body, new RegExp(`\r\n${authoritySlug},broker,Broker,mqtt,open,2026-05-01T10:00:00.000Z,20,12,3\r\n`));
    (await officerSees('/sources?q=zzz')).page.getByRole('heading', { name: 'Nothing matches' });
  });
});
