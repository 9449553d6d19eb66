import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql, type Tx } from '../base/index.ts';
import { createCodecBox } from './codec-box/codec-box.ts';
import { requireModelAt } from './find-model.ts';
import type { ModelInput } from './model.ts';
import { registerDevice } from './register-device.ts';
import { activateModel, saveModel } from './save-model.ts';
import { vectorsIn } from './vectors.ts';

const { db } = await aDatabase();
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

const codecs = createCodecBox();
after(() => codecs.stop());
const box = vectorsIn(codecs);
const broken = 'function decodeUplink(input) { return { data: { no2: input.bytes[0] + 1 } }; }';

const aModelInput = (overrides: Partial<ModelInput> = {}): ModelInput => ({
  slug: 'airbox-3',
  name: 'Airbox 3',
  maker: 'Sensor Supplier Ltd',
  codecSource: 'function decodeUplink(input) { return { data: { no2: input.bytes[0] } }; }',
  testVectors: [{ input: { bytes: [7], fPort: 1 }, output: { data: { no2: 7 } } }],
  channels: [{ field: 'no2', property: 'no2', unit: '[ppb]' }],
  ...overrides,
});

test('a model is a draft until its vectors pass in the box; then devices may be of it', async () => {
  const { authorityId, projectId, lead } = await anAirProject(db);
  const { modelId, state } = await inTx((tx) => saveModel(tx, lead.viewer, authorityId, aModelInput(), box));
  assert.equal(state, 'draft');
  const device = { projectId, modelId, name: 'Gate monitor' };
  await assert.rejects(
    inTx((tx) => registerDevice(tx, lead.viewer, device)),
    { code: 'REG_MODEL_NOT_ACTIVE' },
  );
  assert.deepEqual(await inTx((tx) => activateModel(tx, lead.viewer, modelId, box)), { state: 'active', failures: [] });
  await inTx((tx) => registerDevice(tx, lead.viewer, device));
});

test('a codec that fails its vectors is refused, and which failed is kept', async () => {
  const { authorityId, lead } = await anAirProject(db);
  const { modelId } = await inTx((tx) =>
    saveModel(tx, lead.viewer, authorityId, aModelInput({ codecSource: broken }), box),
  );
  const { state } = await inTx((tx) => activateModel(tx, lead.viewer, modelId, box));
  assert.equal(state, 'refused');
  const model = await requireModelAt(db, lead.viewer, authorityId, 'airbox-3');
  assert.deepEqual(
    [model.state, model.refusal],
    ['refused', [{ name: 'vector 1', why: 'data.no2 should be 7 but is 8' }]],
  );
});

test('saving the same changes nothing; a model in use keeps its codec when the new one fails', async () => {
  const { authorityId, lead } = await anAirProject(db);
  const save = (input: ModelInput) => inTx((tx) => saveModel(tx, lead.viewer, authorityId, input, box));
  const { modelId } = await save(aModelInput());
  await inTx((tx) => activateModel(tx, lead.viewer, modelId, box));
  assert.deepEqual(await save(aModelInput()), { modelId, state: 'active', changed: false });
  await assert.rejects(save(aModelInput({ codecSource: broken })), {
    code: 'REG_MODEL_VECTORS_FAIL',
    message: /vector 1: data.no2 should be 7 but is 8/,
  });
  const renamed = await save(aModelInput({ name: 'Airbox 3 outdoor' }));
  assert.deepEqual([renamed.state, renamed.changed], ['active', true]);
});

test('a channel through which readings came keeps what it measures; a new one gives every device a datastream', async () => {
  const { authorityId, projectId, lead } = await anAirProject(db);
  const save = (channels: ModelInput['channels']) =>
    inTx((tx) => saveModel(tx, lead.viewer, authorityId, aModelInput({ channels }), box));
  const { modelId } = await save([{ field: 'x', property: 'no2' }]);
  await inTx((tx) => activateModel(tx, lead.viewer, modelId, box));
  const { deviceId } = await inTx((tx) => registerDevice(tx, lead.viewer, { projectId, modelId, name: 'One' }));
  await assert.rejects(save([{ field: 'x', property: 'o3' }]), { code: 'REG_CHANNEL_IN_USE' });
  await save([
    { field: 'x', property: 'no2' },
    { field: 't', property: 'air-temperature' },
  ]);
  const { rows } = await sql<{ field: string }>`
    select field from register.datastream where device_id = ${deviceId} order by field`.execute(db);
  assert.deepEqual(
    rows.map((row) => row.field),
    ['t', 'x'],
  );
});

test('what does not fit together is refused with field and cure', async () => {
  const { authorityId, lead, approver } = await anAirProject(db);
  const refused = (overrides: Partial<ModelInput>, expected: object) =>
    assert.rejects(
      inTx((tx) => saveModel(tx, lead.viewer, authorityId, aModelInput(overrides), box)),
      expected,
    );
  const channel = (overrides: object) => ({ channels: [{ field: 'no2', property: 'no2', ...overrides }] });
  await refused({ testVectors: [] }, { code: 'REG_MODEL_INVALID', field: 'test_vectors' });
  const vector = (input: unknown, output: unknown) => ({ testVectors: [{ input, output }] });
  await refused(vector({ bytes: [300] }, { data: { no2: 1 } }), { field: 'test_vectors.0.input.bytes' });
  await refused(vector({ bytes: '0z' }, { data: { no2: 1 } }), { field: 'test_vectors.0.input.bytes' });
  await refused(vector({ bytes: '07' }, undefined), { field: 'test_vectors.0.output' });
  await refused(vector({ bytes: '07' }, { errors: ['short'] }), { field: 'test_vectors', message: /must decode to/ });
  await refused({ channels: [] }, { field: 'channels' });
  await refused(channel({ property: 'NO2' }), {
    code: 'REG_PROPERTY_UNKNOWN',
    field: 'channels.0.property',
    cure: /no2/,
  });
  await refused(channel({ unit: 'ppb' }), { code: 'BASE_UNIT_UNKNOWN', field: 'channels.0.unit', cure: /\[ppb\]/ });
  await refused(channel({ unit: 'Cel' }), { code: 'REG_MODEL_INVALID', field: 'channels.0.unit' });
  await refused(channel({ property: 'pm10', unit: '[ppb]' }), { field: 'channels.0.unit' });
  await refused(channel({ property: 'door-open', unit: 'Cel' }), { field: 'channels.0.unit' });
  await refused(channel({ blankValues: [Number.NaN] }), { field: 'channels.0.blank_values' });
  await refused({ channels: [...channel({}).channels, ...channel({}).channels] }, { message: /two channels/ });
  await refused({ name: ' ' }, { field: 'name' });
  await assert.rejects(
    inTx((tx) => saveModel(tx, approver.viewer, authorityId, aModelInput(), box)),
    { code: 'IDN_FORBIDDEN' },
  );
});
