import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { aVisitor, devicePagesOn } from '../../../../test/build-device-pages.ts';
import { anAuthority, aPerson } from '../../../../test/build-identity.ts';
import { anAirProject } from '../../../../test/build-register.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt, sql } from '../../../base/index.ts';
import { createCodecBox } from '../../../register/index.ts';

const { db } = await aDatabase();
const clock = aClockAt('2026-05-01T12:00:00Z');
const codecBox = createCodecBox({ workers: 1 });
const app = await devicePagesOn(db, clock, codecBox);
after(async () => {
  await app.close();
  await codecBox.stop();
});

const project = await anAirProject(db);
const { authorityId, authoritySlug } = project;
const leadSees = await aVisitor(app, db, project.lead, clock);
const viewerSees = await aVisitor(app, db, await aPerson(db, { authorityId, roles: ['viewer'] }), clock);
const other = await anAuthority(db);
const strangerSees = await aVisitor(app, db, await aPerson(db, { authorityId: other.id }), clock);

const CODEC = `function decodeUplink(input) {
  return { data: { temperature: ((input.bytes[0] << 8) | input.bytes[1]) / 10, battery: input.bytes[2] } };
}`;
const warm = {
  description: 'warm',
  input: { bytes: '00D25A', fPort: 1 },
  output: { data: { temperature: 21, battery: 90 } },
};
const filled = {
  Name: 'Thermo 2',
  Maker: 'Maker Ltd',
  'Channel 1 > Field': 'temperature',
  'Channel 1 > Measures': 'Air temperature (Cel)',
  'Channel 2 > Field': 'battery',
  'Channel 2 > Measures': 'Battery (%)',
  'Channel 2 > In every message': false,
  Codec: CODEC,
  'Test vector 1 (JSON)': JSON.stringify(warm),
} as const;
const home = (slug: string) => `/models/${authoritySlug}/${slug}`;

describe('adding a model', () => {
  it('saves it, runs its test vectors and puts it in use', async () => {
    const made = await (await leadSees('/models/new')).submit('Save and test', filled);
    assert.equal(made.path, `${home('thermo-2')}?done=active`);
    made.page.getByText('Devices can be of this model.', { exact: false });
    const row = made.page.getByRole('row', { name: /^temperature/ });
    assert.match(row.textContent!, /Air temperature.*°C.*Always/s);
    assert.match(made.page.getByRole('row', { name: /^battery/ }).textContent!, /Sometimes/);
    assert.match(made.page.getByRole('heading', { name: /^warm/ }).textContent!, /passed/);
    made.page.getByText('00 D2 5A');
  });

  it('refuses it when a vector fails, and says what differs', async () => {
    const wrong = { ...warm, output: { data: { temperature: 22, battery: 90, humidity: 40 } } };
    const refused = await (await leadSees('/models/new')).submit('Save and test', {
      ...filled,
      Name: 'Thermo 3',
      'Test vector 1 (JSON)': JSON.stringify(wrong),
    });
    assert.equal(refused.path, home('thermo-3'));
    refused.page.getByText(/1 test vector failed/);
    refused.page.getByText('data.temperature should be 22 but is 21');
    refused.page.getByText('data.humidity should be 40 but is missing');
    assert.match(refused.body, /no device can be of it/);
    const form = await refused.follow('Change the model');
    const mended = await form.submit('Save and test', { 'Test vector 1 (JSON)': JSON.stringify(warm) });
    assert.equal(mended.path, `${home('thermo-3')}?done=active`);
  });

  it('says beside each field what is wrong, and keeps what was typed', async () => {
    const form = await leadSees('/models/new');
    const wrong = await form.submit('Save and test', {
      'Channel 2 > Field': 'no2',
      'Channel 2 > Numbers that mean no value (optional)': 'minus one',
      Codec: CODEC,
      'Test vector 1 (JSON)': '{ "input": ',
    });
    assert.equal(wrong.status, 400);
    assert.deepEqual(
      wrong.errors.map(([, field]) => field),
      ['name', 'maker', 'channel-0-property', 'channel-0-blanks', 'vector-0'],
    );
    assert.equal((wrong.page.getByLabelText('Codec') as HTMLTextAreaElement).value, CODEC);
    const unit = await wrong.submit('Save and test', {
      Name: 'Air 9',
      Maker: 'Maker',
      'Channel 1 > Measures': 'Nitrogen dioxide (ug/m3)',
      'Channel 1 > Unit it sends (optional)': 'Cel',
      'Channel 1 > Numbers that mean no value (optional)': '-1',
      'Test vector 1 (JSON)': JSON.stringify(warm),
    });
    assert.equal(unit.errors[0]![1], 'channel-0-unit');
    assert.match(unit.errors[0]![0], /Cel cannot be turned into ug\/m3.* Mend “Unit it sends” of channel 1 and/);
    const odd = await unit.submit('Save and test', { 'Channel 1 > Unit it sends (optional)': 'bananas' });
    assert.match(odd.errors[0]![0], /^“Unit it sends” of channel 1 is not a UCUM unit: bananas\./);
    const shape = await odd.submit('Save and test', {
      'Channel 1 > Unit it sends (optional)': '[ppb]',
      'Test vector 1 (JSON)': '{ "input": { "bytes": [256] }, "output": {} }',
    });
    assert.equal(shape.errors[0]![1], 'vector-0');
    assert.match(shape.errors[0]![0], /0 to 255.* Mend test vector 1 and/);
    const none = await shape.submit('Save and test', { 'Test vector 1 (JSON)': '' });
    assert.match(none.errors[0]![0], /at least one test vector/);
  });

  it('does not take the place of a model at the same address', async () => {
    const again = await (await leadSees('/models/new')).submit('Save and test', filled);
    assert.equal(again.errors[0]![1], 'slug');
    const made = await again.submit('Save and test', { Address: 'thermo-2b' });
    assert.equal(made.path, `${home('thermo-2b')}?done=active`);
  });

  it('offers more rows without losing any', async () => {
    const form = await leadSees('/models/new');
    assert.equal(form.page.queryByRole('group', { name: 'Channel 4' }), null);
    const more = await form.submit('More rows for channels and test vectors', { 'Channel 2 > Field': 'co2' });
    assert.equal(more.status, 200);
    more.page.getByRole('group', { name: 'Channel 11' });
    assert.equal(more.page.getAllByDisplayValue('co2').length, 1);
  });

  it('needs no codec where fields arrive decoded', async () => {
    const made = await (await leadSees('/models/new')).submit('Save and test', {
      ...filled,
      Name: 'Decoded',
      Codec: '',
      'Test vector 1 (JSON)': '',
    });
    made.page.getByText('None: its messages arrive decoded.');
  });

  it('survives a codec that never ends', async () => {
    const stuck = await (await leadSees('/models/new')).submit('Save and test', {
      ...filled,
      Name: 'Stuck',
      Codec: 'function decodeUplink() { for (;;) {} }',
    });
    stuck.page.getByText(/1 test vector failed/);
    stuck.page.getByText(/deadline/);
  });
});

describe('changing a model in use', () => {
  it('changes nothing when a vector fails, and says which', async () => {
    const form = await leadSees(`${home('thermo-2')}/edit`);
    const wrong = { ...warm, description: 'cold', output: { data: { temperature: -3 } } };
    const refused = await form.submit('Save and test', { 'Test vector 2 (JSON)': JSON.stringify(wrong) });
    assert.equal(refused.errors[0]![1], 'codec');
    assert.match(refused.errors[0]![0], /cold: data\.temperature should be -3 but is 21/);
    const { rows } = await sql<{ n: number; state: string }>`
      select jsonb_array_length(test_vectors) as n, state from register.model where slug = 'thermo-2'`.execute(db);
    assert.deepEqual(rows[0], { n: 1, state: 'active' });
  });

  it('gives devices of it the datastream of a new channel', async () => {
    const { rows } = await sql<{ slug: string }>`select slug from register.model where id = ${project.modelId}`.execute(
      db,
    );
    const saved = await (await leadSees(`${home(rows[0]!.slug)}/edit`)).submit('Save and test', {
      'Channel 4 > Field': 'o3',
      'Channel 4 > Measures': 'Ozone (ug/m3)',
    });
    saved.page.getByText('The model is saved and active.');
    const streams = await sql`select 1 from register.datastream where field = 'o3'`.execute(db);
    assert.equal(streams.rows.length, 3);
    const same = await (await leadSees(`${home(rows[0]!.slug)}/edit`)).submit('Save and test');
    same.page.getByText('Nothing was changed.');
  });

  it('runs the tests again when asked, without touching anything', async () => {
    const tested = await (await leadSees(home('thermo-2'))).submit('Run the tests again');
    tested.page.getByText('All test vectors pass.');
  });

  it('is not for viewers, and for other authorities there is no such model', async () => {
    const seen = await viewerSees(home('thermo-2'));
    assert.equal(seen.status, 200);
    assert.equal(seen.page.queryByRole('button', { name: 'Change the model' }), null);
    assert.equal((await viewerSees(`${home('thermo-2')}/edit`)).status, 403);
    assert.equal((await viewerSees('/models/new')).status, 403);
    for (const tail of ['', '/edit']) assert.equal((await strangerSees(home('thermo-2') + tail)).status, 404);
  });
});

describe('the list of models', () => {
  it('searches by what they measure, filters with counts, and is taken away as CSV', async () => {
    (await strangerSees('/models')).page.getByRole('heading', { name: 'No models yet' });
    const all = await viewerSees('/models?q=nitrogen');
    all.page.getByRole('table', { name: '1 model' });
    assert.equal(all.page.getByRole('link', { name: '3' }).getAttribute('href')!.startsWith('/devices?model='), true);
    const refused = await viewerSees('/models?state=refused');
    refused.page.getByRole('link', { name: 'Stuck' });
    refused.page.getByRole('checkbox', { name: 'Refused (1)' });
    (await viewerSees('/models?q=nothing-like-it')).page.getByRole('heading', { name: 'Nothing matches' });
    const { body } = await viewerSees('/models.csv?maker=Maker+Ltd');
    assert.match(
      body,
      new RegExp(`\r\n${authoritySlug},thermo-2,Thermo 2,Maker Ltd,active,"Battery, Air temperature",yes,1,0\r\n`),
    );
  });
});
