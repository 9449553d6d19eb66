import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aVisitor, devicePagesOn } from '../../../test/build-device-pages.ts';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aSource } from '../../../test/build-ingest.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import { aDeclarationInForce, aDevice, anAirProject, aPlace } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aClockAt, type House, sql } from '../../base/index.ts';
import { grantRole, viewerOfPerson } from '../../identity/index.ts';
import { assignInbox } from '../../ingest/index.ts';

const own = await aDatabase();
const { db, database } = own;
const clock = aClockAt('2026-05-01T12:00:00Z');
const noBox = { decode: () => Promise.reject(new Error('no codec is run here')) };
const app = await devicePagesOn(db, clock, noBox);
after(() => app.close());

const project = await anAirProject(db);
const { authorityId, authoritySlug, lead } = project;
const [ash, birch] = project.devices;
const other = await anAuthority(db);
const strangerPerson = await aPerson(db, { authorityId: other.id });
const leadSees = await aVisitor(app, db, lead, clock);
const strangerSees = await aVisitor(app, db, strangerPerson, clock);
const viewerSees = await aVisitor(app, db, await aPerson(db, { authorityId, roles: ['viewer'] }), clock);
const approverSees = await aVisitor(app, db, project.approver, clock);
const house = { db, clock } as Partial<House> as House;
const source = await aSource(house, lead.viewer, { authorityId, door: 'mqtt', name: 'Broker of the borough' });
const homeOf = (device: { slug: string }) => `/devices/${authoritySlug}/${device.slug}`;

before(async () => {
  const reading = { authorityId, datastreamId: ash.datastreams.no2!, value: 21.4 };
  await commitInTransaction(database, [anObservation({ ...reading, at: '2026-05-01T11:45:00Z' })]);
});

describe('the list of devices', () => {
  it('says what to do when there is none', async () => {
    const { page } = await strangerSees('/devices');
    page.getByRole('heading', { name: 'No devices yet' });
    page.getByRole('link', { name: 'Register a device' });
  });

  it('finds by name, place and identifier, and filters with counts', async () => {
    await aDevice(db, {
      authorityId,
      projectId: project.projectId,
      modelId: project.modelId,
      state: 'faulty',
      name: 'Spare',
    });
    const all = await viewerSees('/devices');
    all.page.getByRole('table', { name: '4 devices' });
    all.page.getByRole('checkbox', { name: 'Live (3)' });
    all.page.getByRole('checkbox', { name: 'Faulty (1)' });
    assert.equal(all.page.queryByRole('link', { name: 'Register a device' }), null);
    const faulty = await all.submit('Show results', { 'Faulty (1)': true });
    faulty.page.getByRole('table', { name: '1 device' });
    faulty.page.getByRole('link', { name: /^Remove state: ?Faulty$/ });
    for (const words of ['birch lane', birch.identifier.value.toLowerCase()])
      (await viewerSees(`/devices?q=${encodeURIComponent(words)}`)).page.getByRole('link', {
        name: 'Air at Birch Lane Primary',
      });
    const none = await viewerSees('/devices?q=zzz');
    none.page.getByRole('heading', { name: 'Nothing matches' });
  });

  it('is linked to from its project', async () => {
    const { page } = await viewerSees(`/devices?project=${authoritySlug}/${project.projectSlug}&state=live`);
    page.getByRole('table', { name: '3 devices' });
    (await viewerSees(`/devices?project=${authoritySlug}/another`)).page.getByRole('heading', {
      name: 'Nothing matches',
    });
  });

  it('can begin with those longest without a reading', async () => {
    const { page } = await viewerSees('/devices?sort=quiet');
    const names = page.getAllByRole('rowheader').map((cell) => cell.textContent);
    assert.equal(names.at(-1), 'Air at Ash Grove Primary');
  });

  it('shows fifty at a time', async () => {
    const many = await anAirProject(db);
    const { lead: busy } = many;
    const { modelId, projectId } = many;
    for (let i = 0; i < 50; i++)
      await aDevice(db, { authorityId: many.authorityId, projectId, modelId, name: `Zeta ${i}`, placeId: null });
    const first = await (await aVisitor(app, db, busy, clock))('/devices');
    first.page.getByText('1 to 50 of 53');
    const second = await first.follow(/Next/);
    second.page.getByText('51 to 53 of 53');
  });

  it('is taken away as CSV, of one’s own authority only', async () => {
    const { body } = await viewerSees(`/devices.csv?state=live&q=${encodeURIComponent('Ash Grove')}`);
    const [head, row, end] = body.split('\r\n');
    assert.match(head!, /^authority,device,name,state,state_since,project,model,place,identifiers,last_reading/);
    assert.match(
      row!,
      new RegExp(`^${authoritySlug},${ash.slug},Air at Ash Grove Primary,live,.*,2026-05-01T11:45:00.000Z,`),
    );
    assert.equal(end, '');
    assert.equal((await strangerSees('/devices.csv')).body.split('\r\n').length, 2);
  });

  it('does not name a home to those who may not read what it reports', async () => {
    const { placeId } = await aPlace(db, {
      authorityId,
      name: 'Flat 4 Elm House',
      isDwelling: true,
      areaCode: 'E01003927',
    });
    const home = await aDevice(db, {
      authorityId,
      projectId: project.projectId,
      modelId: project.modelId,
      placeId,
      name: 'Indoor',
    });
    assert.match((await viewerSees('/devices?q=Indoor')).body, /Flat 4 Elm House/);
    const seen = await approverSees('/devices?q=Indoor');
    seen.page.getByRole('link', { name: 'Indoor' });
    assert.doesNotMatch(seen.body, /Elm House/);
    assert.match((await approverSees('/devices?q=Elm')).body, /Nothing matches/);
    assert.doesNotMatch((await approverSees(homeOf(home))).body, /Elm House/);
  });
});

describe('the officer’s page of a device', () => {
  it('does not exist for people of another authority', async () => {
    for (const tail of ['', '/state', '/move', '/edit']) {
      const { status, body } = await strangerSees(homeOf(ash) + tail);
      assert.equal(status, 404, tail);
      assert.ok(!body.includes('Ash Grove'));
    }
  });

  it('says what it measures now, where it is, and links to what the public sees', async () => {
    const { page, heading } = await viewerSees(homeOf(ash));
    assert.equal(heading, 'Air at Ash Grove Primary');
    const row = page.getByRole('row', { name: /Nitrogen dioxide/ });
    assert.match(row.textContent!, /21\.4\u00a0µg\/m³/);
    assert.match(row.textContent!, /1 May 2026|today/);
    assert.ok(page.getAllByText(/Ash Grove Primary/).length >= 2);
    page.getByText(ash.identifier.value);
    const link = page.getByRole('link', { name: 'Its public page' });
    assert.equal(link.getAttribute('href'), `/register/${authoritySlug}/devices/${ash.slug}`);
    for (const name of ['I have seen it', 'Change its state', 'Move it'])
      assert.equal(page.queryByRole('button', { name }), null, `${name} is not for a viewer`);
  });

  it('shows no reading to those who may not read what is not open', async () => {
    const closed = await anAirProject(db);
    await sql`update register.declaration set body = jsonb_set(body, '{classes,published}', '"identifiable"')
      where project_id = ${closed.projectId}`.execute(db);
    const [device] = closed.devices;
    const datastreamId = device.datastreams.no2!;
    await commitInTransaction(database, [
      anObservation({ authorityId: closed.authorityId, datastreamId, value: 77.7 }),
    ]);
    const path = `/devices/${closed.authoritySlug}/${device.slug}`;
    assert.match((await (await aVisitor(app, db, closed.lead, clock))(path)).body, /77\.7/);
    const seen = await (await aVisitor(app, db, closed.approver, clock))(path);
    assert.equal(seen.status, 200);
    assert.doesNotMatch(seen.body, /77\.7/);
    seen.page.getByText('Your roles do not include reading what is not open.');
  });

  it('counts refusals by reason, in seven days and in all, and tells each fault with its cure', async () => {
    const line = (day: string, outcome: string, count: number) =>
      sql`
      insert into ingest.ledger (source_id, authority_id, device_id, day, outcome, count, last_at)
      values (${source.sourceId}, ${authorityId}, ${birch.deviceId}, ${day}, ${outcome}, ${count}, ${`${day}T10:00:00Z`})`.execute(
        db,
      );
    await line('2026-05-01', 'refused:out-of-range', 3);
    await line('2026-04-25', 'refused:out-of-range', 4);
    await line('2026-04-24', 'refused:out-of-range', 40);
    await sql`insert into ingest.fault (authority_id, source_id, device_id, code, message, count, first_at, last_at)
      values (${authorityId}, ${source.sourceId}, ${birch.deviceId}, 'out-of-range',
        'no2 is above 2000. Check the sensor, and the unit of the channel.', 47, now(), now())`.execute(db);
    await sql`insert into ingest.unknown_field values (${source.sourceId}, ${authorityId}, ${birch.deviceId}, 'humid', 'number', 9, now(), now())`.execute(
      db,
    );
    await sql`insert into ingest.device_contact values (${birch.deviceId}, ${authorityId}, '2026-05-01T11:00:00Z', '{"pm10": 4}')`.execute(
      db,
    );
    const { page } = await leadSees(homeOf(birch));
    const cells = page.getByRole('row', { name: /^Out of range/ }).querySelectorAll('td');
    assert.deepEqual(
      [...cells].slice(0, 2).map((cell) => cell.lastElementChild!.textContent),
      ['7', '47'],
    );
    page.getByText(/Check the sensor, and the unit of the channel/);
    page.getByRole('row', { name: /humid/ });
    page.getByText(/lack pm10/);
    page.getByText('pm10, 4 times running');
    const seen = await viewerSees(homeOf(birch));
    assert.equal(seen.page.queryByRole('heading', { name: 'Refused readings' }), null);
  });

  it('is confirmed with one button, which a viewer may not press', async () => {
    const confirmed = await (await leadSees(homeOf(ash))).submit('I have seen it');
    confirmed.page.getByText(/It is noted that you have seen it/);
    confirmed.page.getByText(/Last seen by a person/);
    const { rows } = await sql<{
      at: Date;
    }>`select confirmed_at as at from register.device where id = ${ash.deviceId}`.execute(db);
    assert.deepEqual(rows[0]!.at, clock.now());
    for (const tail of ['/state', '/move', '/edit']) assert.equal((await viewerSees(homeOf(ash) + tail)).status, 403);
  });
});

describe('the state of a device', () => {
  it('is changed with a reason, and kept with who and when', async () => {
    const form = await leadSees(`${homeOf(birch)}/state`);
    const blank = await form.submit('Change the state', { 'Why (optional)': 'Knocked off by a lorry' });
    assert.deepEqual(blank.errors, [['Choose the state it is in', 'state']]);
    const faulty = await blank.submit('Change the state', { 'What state is it in now?': 'Faulty' });
    assert.equal(faulty.path, `${homeOf(birch)}?done=state`);
    faulty.page.getByText('Knocked off by a lorry');
    faulty.page.getByText(`by ${lead.viewer.name}`);
    faulty.page.getByText(/It is marked as faulty/);
  });

  it('is asked twice before a device is retired, and then never again', async () => {
    const device = await aDevice(db, {
      authorityId,
      projectId: project.projectId,
      modelId: project.modelId,
      name: 'Old one',
    });
    const asked = await (await leadSees(`${homeOf(device)}/state`)).submit('Change the state', {
      'What state is it in now?': 'Retired',
    });
    assert.equal(asked.heading, 'Retire Old one?');
    assert.match((await leadSees(homeOf(device))).body, /Live/);
    const retired = await asked.submit('Retire it for good');
    retired.page.getByText(/It is gone for good/);
    assert.equal(retired.page.queryByRole('button', { name: 'I have seen it' }), null);
    (await leadSees(`${homeOf(device)}/state`)).page.getByRole('heading', { name: 'It is retired' });
  });
});

describe('where a device stands', () => {
  it('is changed to a place of the register, and the old one stays in its history', async () => {
    const form = await leadSees(`${homeOf(ash)}/move`);
    const lost = await form.submit('Save', { Place: 'Cedar Rode Primary' });
    assert.equal(lost.errors[0]![1], 'place');
    assert.match(lost.errors[0]![0], /There is no place called Cedar Rode Primary\. Did you mean .*Cedar Road Primary/);
    const moved = await lost.submit('Save', {
      Place: 'cedar road primary',
      'Mounted on (optional)': 'gate post',
      'Height above ground (optional)': '2.5',
      'Since when (optional)': '2026-04-30T14:00',
    });
    const rows = moved.page.getAllByRole('row').map((row) => row.textContent!);
    assert.ok(rows.some((row) => /Cedar Road Primary.*gate post.*2\.5\u00a0m.*30 April 2026.*now/s.test(row)));
    assert.ok(rows.some((row) => /Ash Grove Primary.*1 January 2026.*30 April 2026/s.test(row)));
    const { rows: placed } = await sql<{ from: Date }>`
      select valid_from as "from" from register.placement where device_id = ${ash.deviceId} and valid_to is null`.execute(
      db,
    );
    assert.equal(placed[0]!.from.toISOString(), '2026-04-30T13:00:00.000Z');
  });

  it('cannot be said for the future, nor before it came to where it is', async () => {
    const form = await leadSees(`${homeOf(birch)}/move`);
    const ahead = await form.submit('Save', {
      Place: 'Ash Grove Primary',
      'Since when (optional)': '2026-05-02T14:00',
    });
    assert.equal(ahead.errors[0]![1], 'from');
    const behind = await form.submit('Save', {
      Place: 'Ash Grove Primary',
      'Since when (optional)': '2025-05-02T14:00',
    });
    assert.equal(behind.errors[0]![1], 'from');
  });
});

describe('the details of a device', () => {
  it('take another identifier, and say beside the field when another device has it', async () => {
    const form = await leadSees(`${homeOf(birch)}/edit`);
    const taken = await form.submit('Save', { 'Another identifier (optional) > Identifier': ash.identifier.value });
    assert.equal(taken.errors[0]![1], 'identifier-1');
    assert.match(taken.errors[0]![0], /Another device, Air at Ash Grove Primary/);
    const saved = await (await leadSees(`${homeOf(birch)}/edit`)).submit('Save', {
      'Another identifier (optional) > Kind': 'Serial number',
      'Another identifier (optional) > Identifier': 'SN-77',
      'Reports every (optional)': '30',
    });
    saved.page.getByText('SN-77');
    saved.page.getByText('30 minutes');
    const wrong = await (await leadSees(`${homeOf(birch)}/edit`)).submit('Save', {
      'Reports every (optional)': 'often',
    });
    assert.equal(wrong.errors[0]![1], 'interval');
  });
});

describe('registering a device', () => {
  const answers = {
    Project: 'never',
    Model: 'never',
    Name: 'Air at Dale Street',
    'What does it call itself in its messages?': 'DevEUI',
    Identifier: '70:b3:d5:7e:d0:00:11:22',
    'Where does it stand?': 'At a new place',
    'Name of the place': 'Dale Street',
    'Kind of place': 'Street',
    Latitude: '51.51',
    Longitude: '-0.08',
    'Mounted on (optional)': 'lamp column 12',
    'Do its readings count from now on?': 'Yes, it is live',
  };

  it('says everything that is missing at once, each beside its field', async () => {
    const blank = await (await leadSees('/devices/new')).submit('Register the device');
    assert.equal(blank.status, 400);
    assert.deepEqual(
      blank.errors.map(([, field]) => field),
      ['project', 'model', 'name', 'identifier_kind', 'identifier', 'where', 'live'],
    );
  });

  it('makes the device, its place and its datastreams in one go', async () => {
    const form = await leadSees('/devices/new');
    const [project1, model] = ['Project', 'Model'].map(
      (label) => (form.page.getByLabelText(label) as HTMLSelectElement).options[1]!.textContent!,
    );
    const filled = { ...answers, Project: project1!, Model: model! };
    const wrong = await form.submit('Register the device', { ...filled, Identifier: '12', Latitude: '530000' });
    assert.deepEqual(
      wrong.errors.map(([, field]) => field),
      ['latitude'],
    );
    const short = await wrong.submit('Register the device', { Latitude: '51.51' });
    assert.match(short.errors[0]![0], /sixteen hex digits/);
    assert.equal(short.errors[0]![1], 'identifier');
    const made = await short.submit('Register the device', { Identifier: answers.Identifier });
    assert.equal(made.path, `/devices/${authoritySlug}/air-at-dale-street?done=registered`);
    made.page.getByText('70B3D57ED0001122');
    made.page.getByText(/Nothing was ever heard of it/);
    assert.ok(made.page.getByRole('row', { name: /Nitrogen dioxide/ }));
    const again = await (await leadSees('/devices/new')).submit('Register the device', filled);
    assert.equal(again.errors[0]![1], 'place_name');
    const there = await again.submit('Register the device', {
      'Where does it stand?': 'At a place that is in the register',
      Place: 'dale-street',
    });
    assert.deepEqual(
      there.errors.map(([, field]) => field),
      ['slug'],
    );
    const twice = await there.submit('Register the device', { Address: 'air-at-dale-street-2' });
    assert.match(twice.errors[0]![0], /already has the identifier/);
  });

  it('keeps nothing when the device is refused after its place was made', async () => {
    const { rows } = await sql`select 1 from register.place where slug = 'quiet-quay'`.execute(db);
    assert.equal(rows.length, 0);
    const form = await leadSees('/devices/new');
    const pick = (label: string) => (form.page.getByLabelText(label) as HTMLSelectElement).options[1]!.textContent!;
    await form.submit('Register the device', {
      ...answers,
      Project: pick('Project'),
      Model: pick('Model'),
      Name: 'Never',
      Identifier: 'nonsense',
      'Name of the place': 'Quiet Quay',
    });
    const after = await sql`select 1 from register.place where slug = 'quiet-quay'`.execute(db);
    assert.equal(after.rows.length, 0);
  });

  it('is refused to those who may not', async () => {
    assert.equal((await viewerSees('/devices/new')).status, 403);
  });

  it('refuses a home while its project says that nothing is about people', async () => {
    const form = await leadSees('/devices/new');
    const pick = (label: string) => (form.page.getByLabelText(label) as HTMLSelectElement).options[1]!.textContent!;
    const refused = await form.submit('Register the device', {
      ...answers,
      Project: pick('Project'),
      Model: pick('Model'),
      Name: 'In a home',
      Identifier: '70B3D57ED0009999',
      'Name of the place': 'Home 17',
      'Kind of place': 'Home',
      'Area code (homes only)': 'e01003927',
    });
    assert.match(refused.errors[0]![0], /A device in a home measures people/);
  });
});

describe('the inbox', () => {
  const knock = (identifier: string, kind = 'dev_eui') =>
    sql`
    insert into ingest.inbox values (${source.sourceId}, ${authorityId}, ${kind}, ${identifier},
      '{"fields": {"air.no2": "number", "note": "text of 4"}, "port": 2}', 5, '2026-05-01T10:00:00Z', '2026-05-01T11:00:00Z')`.execute(
      db,
    );

  it('shows the shape of what sends and nobody registered, and prefills its registration', async () => {
    (await leadSees('/inbox')).page.getByRole('heading', { name: 'Nothing waits' });
    await knock('70B3D57ED0003333');
    await knock('river-7', 'serial');
    const inbox = await leadSees('/inbox');
    const [waits] = inbox.page.getAllByRole('row', { name: /70B3D57ED0003333/ });
    for (const field of ['air.no2: number', 'note: text of 4']) assert.ok(waits!.textContent!.includes(field), field);
    inbox.page.getByRole('checkbox', { name: 'Serial number (1)' });
    const form = await inbox.follow('Register the device 70B3D57ED0003333');
    assert.equal((form.page.getByLabelText('Identifier') as HTMLInputElement).value, '70B3D57ED0003333');
    assert.equal((form.page.getByRole('radio', { name: 'DevEUI' }) as HTMLInputElement).checked, true);
    const pick = (label: string) => (form.page.getByLabelText(label) as HTMLSelectElement).options[1]!.textContent!;
    await form.submit('Register the device', {
      Project: pick('Project'),
      Model: pick('Model'),
      Name: 'From the inbox',
      'Where does it stand?': 'Nowhere yet',
    });
    const left = await leadSees('/inbox');
    left.page.getByRole('table', { name: '1 unknown device' });
    const { rows } = await sql`select 1 from ingest.inbox where identifier = '70B3D57ED0003333'`.execute(db);
    assert.equal(rows.length, 0);
  });

  it('lets an entry be taken away, and hides what somebody registered meanwhile', async () => {
    const removed = await (await leadSees('/inbox')).submit('Remove river-7');
    removed.page.getByText(/It comes back when the device sends again/);
    removed.page.getByRole('heading', { name: 'Nothing waits' });
    await knock(ash.identifier.value);
    (await leadSees('/inbox')).page.getByRole('heading', { name: 'Nothing waits' });
  });

  it('gives what waits to a device there is, and takes it back', async () => {
    await knock('70B3D57ED0005555');
    const officerSees = await aVisitor(app, db, await aPerson(db, { authorityId, roles: ['service_officer'] }), clock);
    const form = await (await officerSees('/inbox')).follow('It is a device we have: 70B3D57ED0005555');
    for (const said of ['air.no2: number', 'Broker of the borough']) form.page.getByText(said, { exact: false });
    assert.deepEqual((await form.submit('It is this device')).errors, [['Enter the device that sends this', 'device']]);
    const lost = await form.submit('It is this device', { Device: 'Air at Birch Rode Primary' });
    assert.match(lost.errors[0]![0], /no device in use called Air at Birch Rode Primary\. Did you mean .*Birch Lane/);
    const given = await lost.submit('It is this device', { Device: 'air at birch lane primary' });
    assert.equal(given.heading, 'Air at Birch Lane Primary');
    given.page.getByText(birch.identifier.value);
    assert.equal(given.page.getAllByText('70B3D57ED0005555').length, 2);
    assert.doesNotMatch((await officerSees('/inbox')).body, /70B3D57ED0005555/);
    const back = await given.submit('Undo: take the identifier away');
    back.page.getByText(birch.identifier.value);
    assert.equal(back.page.queryByText('70B3D57ED0005555'), null);
    assert.equal((await officerSees('/inbox/attach?source=1&kind=dev_eui&identifier=70B3D57ED0005555')).status, 404);
  });

  it('gives to no device of another authority, and nothing to those who may not change devices', async () => {
    await knock('70B3D57ED0006666');
    const address = `/inbox/attach?source=${source.sourceId}&kind=dev_eui&identifier=70B3D57ED0006666`;
    assert.equal((await strangerSees(address)).status, 404);
    assert.equal((await viewerSees(address)).status, 404);
    const analyst = await aPerson(db, { authorityId, roles: ['analyst'] });
    assert.equal((await (await aVisitor(app, db, analyst, clock))(address)).status, 403);
    const far = await anAirProject(db);
    const [theirs] = far.devices;
    const both = await aPerson(db, { authorityId, roles: ['service_officer'] });
    const grant = { authorityId: far.authorityId, personId: both.personId, role: 'service_officer' as const };
    await db.transaction().execute((tx) => grantRole(tx, grant));
    const form = await (await aVisitor(app, db, both, clock))(address);
    const refused = await form.submit('It is this device', { Device: theirs.identifier.value });
    assert.match(refused.errors[0]![0], /no device in use/);
    const identifiersOf = async () =>
      (await sql`select kind, value from register.device_identifier where device_id = ${theirs.deviceId}`.execute(db))
        .rows;
    const before = await identifiersOf();
    const entry = { sourceId: source.sourceId, kind: 'dev_eui', identifier: '70B3D57ED0006666' } as const;
    const viewer = (await viewerOfPerson(db, both.personId))!;
    await assert.rejects(
      db.transaction().execute((tx) => assignInbox(tx, viewer, entry, theirs.deviceId)),
      { code: 'REG_DEVICE_UNKNOWN' },
    );
    assert.deepEqual(await identifiersOf(), before);
  });

  it('is for those who may see what sources bring, of their own authority', async () => {
    await knock('70B3D57ED0004444');
    (await viewerSees('/inbox')).page.getByRole('heading', { name: 'Not for your roles' });
    assert.doesNotMatch((await strangerSees('/inbox')).body, /70B3D57ED0004444/);
    const { body } = await leadSees('/inbox.csv?q=4444');
    assert.match(body, /,dev_eui,70B3D57ED0004444,5,2026-05-01T10:00:00.000Z,/);
    assert.equal((await strangerSees('/inbox.csv')).body.split('\r\n').length, 2);
  });
});

it('people who have not signed in are sent to do so and back', async () => {
  for (const url of ['/devices', '/models', '/inbox', '/sources']) {
    const answer = await app.inject({ url, headers: { accept: 'text/html' } });
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers.location, `/sign-in?next=${encodeURIComponent(url)}`);
  }
});

it('a device with readings of a project without a declaration in force says so first', async () => {
  const bare = await anAirProject(db);
  await sql`update register.declaration set state = 'withdrawn' where project_id = ${bare.projectId}`.execute(db);
  const sees = await aVisitor(app, db, bare.lead, clock);
  const { page } = await sees(`/devices/${bare.authoritySlug}/${bare.devices[0].slug}`);
  page.getByText(/no declaration in force/);
  await aDeclarationInForce(db, { authorityId: bare.authorityId, projectId: bare.projectId });
  const after = await sees(`/devices/${bare.authoritySlug}/${bare.devices[0].slug}`);
  assert.equal(after.page.queryByText(/no declaration in force/), null);
});
