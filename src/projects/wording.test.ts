import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkWording } from './wording.ts';

const passes = [
  'Our staff can tell which social tenants are in fuel poverty, so that support reaches them.',
  'Residents and visitors on our high streets easily find local information: shops, walking routes, services.',
  'We respond faster when our area floods.',
  'Children breathe cleaner air on their way to school.',
  'Drivers find a working charge point at the first try.',
  'People waiting on the station platform know when the lift is out of order.',
  'Residents feel safe on streets where the lamp posts used to be broken.',
  'Our crews empty bins before they overflow.',
  'Tenants trust that their data protection rights are kept.',
  'Families happily apply for the support they are due.',
  'Carers across our support networks get help in time.',
  'Older people continue to have support networks and learn to use bins well.',
  'Fewer people are said to be lonely; more residents rapidly get help in an emergency.',
];

const caught: [string, string, string][] = [
  ['We will put temperature sensors into all our social housing.', 'technology', 'sensors'],
  ['We will have smart lamp posts that talk to people passing by.', 'technology', 'smart lamp posts'],
  ['We will add sensors to river banks and waterways.', 'technology', 'sensors'],
  ['An AI that answers residents at any hour', 'technology', 'AI'],
  ['A dashboard of footfall for the high street team', 'technology', 'dashboard'],
  ['Residents have an app for everything', 'technology', 'app'],
  ['The council has a single platform', 'technology', 'platform'],
  ['A borough-wide LoRaWAN', 'technology', 'LoRaWAN'],
  ['IoT for every street', 'technology', 'IoT'],
  ['Cameras at every junction', 'technology', 'Cameras'],
  ['Drones inspect roofs', 'technology', 'Drones'],
  ['We will install new lamp posts along the river.', 'technology', 'lamp posts'],
  ['Fitting street lights along the canal', 'technology', 'street lights'],
  ['We will have real-time data on air quality', 'data', 'real-time data'],
  ['Officers share open data', 'data', 'open data'],
  ['We collect more information about parking', 'data', 'collect more information'],
  ['We will monitor noise', 'measuring', 'We will monitor'],
];

describe('wording of an outcome', () => {
  for (const text of passes) {
    it(`passes: ${text}`, () => assert.deepEqual(checkWording(text), []));
  }

  for (const [text, kind, words] of caught) {
    it(`catches “${words}” in: ${text}`, () => {
      const notes = checkWording(text);
      assert.ok(
        notes.some((note) => note.kind === kind && note.words === words),
        JSON.stringify(notes),
      );
    });
  }

  it('explains each word it caught and suggests what to write instead', () => {
    for (const [text] of caught) {
      for (const note of checkWording(text)) {
        assert.ok(note.says.includes(note.words));
        assert.match(note.suggests, /\.$/);
      }
    }
  });

  it('finds a technology wherever it stands in a sentence', () => {
    const technology = fc.constantFrom('sensors', 'IoT', 'drones', 'AI', 'dashboards', 'LoRaWAN', 'CCTV');
    const around = fc.constantFrom(...passes);
    fc.assert(
      fc.property(around, technology, around, (before, word, after) => {
        const [note, ...more] = checkWording(`${before} ${word}, ${after}`);
        assert.equal(note?.words, word);
        assert.equal(note.at, before.length + 1);
        assert.equal(more.length, 0);
      }),
    );
  });

  it('quotes the text as written, in order and without overlaps, for any text at all', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom(...caught.map(([each]) => each), ...passes, ' ', '.', 'smart', 'data', 'we'), {
          maxLength: 12,
        })
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (any) => {
        let end = 0;
        for (const note of checkWording(any)) {
          assert.equal(any.slice(note.at, note.at + note.words.length), note.words);
          assert.ok(note.at >= end);
          end = note.at + note.words.length;
        }
      }),
    );
  });

  it('answers a long text in no time', () => {
    const started = performance.now();
    checkWording('we will put data sensors collect many '.repeat(60));
    assert.ok(performance.now() - started < 250);
  });
});
