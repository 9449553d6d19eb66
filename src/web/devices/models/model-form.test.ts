import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForm } from '../../projects/form.ts';
import { fieldWords, formField, modelAnswersIn, modelInputOf, vectorText } from './model-form.ts';
import { readMultipart } from './uploads.ts';

const read = (fields: Record<string, string>) => modelInputOf(modelAnswersIn(readForm(fields)), undefined);

test('empty rows count for nothing, so the row of an error is the row on the page', () => {
  const { input, errors } = read({
    name: 'Air One',
    maker: 'Maker',
    'channel-2-field': 'no2',
    'channel-2-property': 'no2',
    'channel-2-blanks': '-999; 65535',
    'channel-5-field': 'pm10',
    'vector-3': '{ "input": }',
  });
  assert.equal(input.slug, 'air-one');
  assert.deepEqual(input.channels[0], {
    field: 'no2',
    property: 'no2',
    unit: null,
    required: false,
    blankValues: [-999, 65535],
  });
  assert.deepEqual(
    errors.map(({ field }) => field),
    ['channel-1-property', 'vector-0'],
  );
});

test('a codec is kept with the line ends it was written with, and a file wins over what is in the box', () => {
  assert.equal(read({ codec: 'function a() {\r\n}' }).input.codecSource, 'function a() {\n}');
  assert.equal(read({ codec: 'old', codec_file: 'new' }).input.codecSource, 'new');
});

test("errors of the register find the form's fields", () => {
  assert.equal(formField('channels.3.blank_values'), 'channel-3-blanks');
  assert.equal(formField('test_vectors.1.input.bytes'), 'vector-1');
  assert.equal(formField('test_vectors'), 'vector-0');
  assert.equal(formField('codec'), 'codec');
});

test('errors of the register name the field as the form does', () => {
  assert.equal(fieldWords('channels.1.unit'), '“Unit it sends” of channel 2');
  assert.equal(fieldWords('channels.0.blank_values'), '“Numbers that mean no value” of channel 1');
  assert.equal(fieldWords('test_vectors.0.input.bytes'), 'test vector 1');
  assert.equal(fieldWords('datasheet_url'), '“Address of its datasheet”');
});

test('a test vector is shown with its bytes on one line', () => {
  const text = vectorText({ input: { bytes: [1, 2, 255], fPort: 1 }, output: { data: { a: [] } } });
  assert.match(text, /"bytes": \[1, 2, 255\]/);
  assert.deepEqual(JSON.parse(text), { input: { bytes: [1, 2, 255], fPort: 1 }, output: { data: { a: [] } } });
});

test('a form with a file is read as texts', async () => {
  const form = new FormData();
  form.append('name', 'Air One');
  form.append('tick', 'a');
  form.append('tick', 'b');
  form.append('codec_file', new File(['function decodeUplink() {}'], 'codec.js'));
  const sent = new Response(form);
  const fields = await readMultipart(Buffer.from(await sent.arrayBuffer()), sent.headers.get('content-type')!);
  assert.deepEqual(fields, { name: 'Air One', tick: ['a', 'b'], codec_file: 'function decodeUplink() {}' });
  await assert.rejects(readMultipart(Buffer.from('rubbish'), 'multipart/form-data; boundary=x'), /could not be read/);
});
