import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDeclarationBody } from '../../../test/build-register.ts';
import { type CompletenessFacts, completenessOf } from './completeness.ts';

const ALL: CompletenessFacts = {
  outcomeStatement: 'Children breathe cleaner air.',
  devices: 3,
  devicesPlaced: 3,
  devicesConfirmed: 3,
  devicesWithOwner: 3,
  modelsWithoutSupportEnd: 0,
  readingsOpen: true,
};
const score = (body = aDeclarationBody(), facts = ALL, today = '2026-05-01') => completenessOf(body, facts, today);

test('an entry that tells everything is complete', () => {
  assert.deepEqual([score().percent, score().missing], [100, []]);
});

test('each thing that is missing is named and lowers the score by the same', () => {
  const poorer: [Parameters<typeof score>, string][] = [
    [[aDeclarationBody({ objections: '  ' })], 'How to object or complain'],
    [[aDeclarationBody({ stored_in: [] })], 'Where the data are kept'],
    [[aDeclarationBody({ processing: [] })], 'How the data are processed'],
    [[aDeclarationBody({ review_on: '2026-04-30' })], 'A review that is not overdue'],
    [[aDeclarationBody(), { ...ALL, outcomeStatement: null }], 'Who is better off, as the outcome'],
    [[aDeclarationBody(), { ...ALL, devicesPlaced: 2 }], 'Where every sensor stands'],
    [[aDeclarationBody(), { ...ALL, devicesConfirmed: 0 }], 'Every sensor seen in place by a person within a year'],
    [[aDeclarationBody(), { ...ALL, devicesWithOwner: 1 }], 'Who owns every sensor'],
    [[aDeclarationBody(), { ...ALL, modelsWithoutSupportEnd: 1 }], 'How long every model is supported'],
  ];
  for (const [given, missing] of poorer) {
    assert.deepEqual(score(...given).missing, [missing]);
    assert.equal(score(...given).met, score().met - 1);
  }
});

test('what does not apply is not asked: sensors of a project without any, reasons of readings that are open', () => {
  const none = score(aDeclarationBody(), {
    ...ALL,
    devices: 0,
    devicesPlaced: 0,
    devicesConfirmed: 0,
    devicesWithOwner: 0,
  });
  assert.deepEqual([none.percent, none.of], [100, 5]);
  assert.deepEqual(score(aDeclarationBody(), { ...ALL, readingsOpen: false }).missing, [
    'Why the readings are not open',
  ]);
  const seen = { capture: 'de_identified', leaving_device: 'none', stored: 'none', published: 'none' } as const;
  assert.deepEqual(score(aDeclarationBody({ classes: seen })).missing, [
    'What the device could capture and is switched off',
  ]);
});
