/** Arbitrary declarations for property tests: few values per field, so that pairs are often comparable. */
import fc from 'fast-check';
import {
  AUDIENCES,
  CLASSES,
  DETAILS,
  type DeclarationBody,
  type DeclaredProperty,
  LAWFUL_BASES,
} from '../src/register/index.ts';
import { aDeclarationBody } from './build-register.ts';

const word = fc.constantFrom('one', 'two');
const some = (...entries: string[]) => fc.subarray(entries, { minLength: 0 });
const stage = fc.constantFrom(...CLASSES.slice(0, 3));

export const anyDeclaredProperty = (property: string): fc.Arbitrary<DeclaredProperty> =>
  fc.record(
    {
      property: fc.constant(property),
      purposes: fc.subarray(['health', 'inform'], { minLength: 1 }),
      shortest_interval_s: fc.constantFrom(0, 60, 900),
      decimals: fc.constantFrom(0, 1, 2),
      place_precision_m: fc.constantFrom(0, 100, 150, 200, 600),
      retention_days: fc.constantFrom(30, 365),
      suppress_below: fc.constantFrom(0, 5),
      audiences: fc.array(fc.record({ audience: fc.constantFrom(...AUDIENCES), detail: fc.constantFrom(...DETAILS) }), {
        minLength: 1,
        maxLength: 3,
      }),
    },
    {
      requiredKeys: [
        'property',
        'purposes',
        'shortest_interval_s',
        'decimals',
        'place_precision_m',
        'retention_days',
        'audiences',
      ],
    },
  );

export const anyDeclaration: fc.Arbitrary<DeclarationBody> = fc
  .record({
    title: word,
    processors: some('A Ltd', 'B Ltd'),
    lawful_basis: fc.constantFrom(...LAWFUL_BASES.slice(0, 2)),
    classes: fc.record({ capture: stage, leaving_device: stage, stored: stage, published: stage }),
    purposes: fc
      .subarray(['health', 'inform'], { minLength: 1 })
      .chain((codes) => fc.shuffledSubarray(codes, { minLength: codes.length }))
      .map((codes) => codes.map((code) => ({ code, label: code, because: code }))),
    technologies: fc.subarray(['air_quality', 'cellular'], { minLength: 1 }),
    properties: fc
      .subarray(['no2', 'pm10'], { minLength: 1 })
      .chain((codes) => fc.tuple(...codes.map((code) => anyDeclaredProperty(code)))),
    stored_in: some('London', 'Dublin'),
    processing: some('rounded', 'encrypted'),
    algorithms: some('ranking'),
    capable_but_off: some('microphone'),
    ends_on: fc.constantFrom('2030-01-01', '2031-01-01'),
    review_on: fc.constantFrom('2029-01-01', '2029-06-01'),
  })
  .map((fields) => aDeclarationBody(structuredClone(fields) as Partial<DeclarationBody>));
