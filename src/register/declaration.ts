/**
 * The declaration: what a project promises about its data. This file says what one looks like (TypeBox, so that forms,
 * files and the API share it) and which promises contradict themselves. Pure: no database, no clock.
 */
import { type Static, Type } from 'typebox';

/** How far data can be tied to a person, from not at all to directly. */
export const CLASSES = ['none', 'de_identified', 'pseudonymous', 'identifiable'] as const;
/** From the finest detail to the coarsest. */
export const DETAILS = ['readings', 'hourly', 'daily', 'counts'] as const;
/** From the widest audience to the narrowest; whoever is in a later one is also in the earlier ones. */
export const AUDIENCES = ['public', 'partners', 'authority', 'project'] as const;
/** UK GDPR article 6(1), and *not_personal* where there are no personal data at all. */
export const LAWFUL_BASES = [
  'public_task',
  'consent',
  'legitimate_interests',
  'legal_obligation',
  'contract',
  'vital_interests',
  'not_personal',
] as const;

export type PersonalDataClass = (typeof CLASSES)[number];
export type Detail = (typeof DETAILS)[number];
export type AudienceName = (typeof AUDIENCES)[number];
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

const closed = { additionalProperties: false };
const text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description });
const optionalText = (maxLength: number, description: string) => Type.String({ maxLength, description });
const day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description });
const list = (maxItems: number, description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems, description });
const choice = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });

export const AudienceSchema = Type.Object(
  {
    audience: choice(AUDIENCES, 'Who may see it.'),
    detail: choice(DETAILS, 'How fine the detail is that they see.'),
  },
  closed,
);

export const DeclaredPropertySchema = Type.Object(
  {
    property: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', description: 'Code of an observed property.' }),
    purposes: Type.Array(Type.String(), { minItems: 1, maxItems: 20, description: 'Codes of the purposes it serves.' }),
    shortest_interval_s: Type.Integer({
      minimum: 0,
      maximum: 31_536_000,
      description: 'Seconds between two stored readings at least; 0 sets no limit.',
    }),
    decimals: Type.Integer({
      minimum: -6,
      maximum: 6,
      description: 'Decimals kept of a value in its canonical unit; -1 keeps tens.',
    }),
    place_precision_m: Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description: 'Size in metres of the grid cell shown in place of the exact point; 0 shows the point.',
    }),
    retention_days: Type.Integer({
      minimum: 1,
      maximum: 36_525,
      description: 'Days after which readings are deleted.',
    }),
    suppress_below: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1_000_000, description: 'Counts under this are not stored.' }),
    ),
    audiences: Type.Array(AudienceSchema, { minItems: 1, maxItems: 8, description: 'Who sees what.' }),
  },
  closed,
);

export const DeclarationBody = Type.Object(
  {
    title: text(160, 'What this is, for anyone.'),
    summary: text(1000, 'What is measured and why, in two or three plain sentences.'),
    controller: text(200, 'The body that decides and answers for the data.'),
    processors: list(30, 'Bodies that handle the data for the controller.'),
    lawful_basis: choice(LAWFUL_BASES, 'Lawful basis (UK GDPR article 6), or not_personal.'),
    classes: Type.Object(
      {
        capture: choice(CLASSES, 'What the sensor captures.'),
        leaving_device: choice(CLASSES, 'What leaves the device.'),
        stored: choice(CLASSES, 'What is stored.'),
        published: choice(CLASSES, 'What is published.'),
      },
      closed,
    ),
    purposes: Type.Array(
      Type.Object(
        {
          code: Type.String({
            pattern: '^[a-z0-9][a-z0-9_-]*$',
            maxLength: 60,
            description: 'DTPR purpose or own code.',
          }),
          label: text(100, 'The purpose in a few words.'),
          because: text(600, 'Why the data are needed for it.'),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20, description: 'What the data are used for, most important first.' },
    ),
    technologies: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9_-]*$', maxLength: 60 }), {
      minItems: 1,
      maxItems: 20,
      description: 'DTPR technology elements, such as air_quality.',
    }),
    properties: Type.Array(DeclaredPropertySchema, { minItems: 1, maxItems: 60, description: 'What is measured.' }),
    stored_in: list(20, 'Where the data are kept.'),
    processing: list(30, 'Steps of processing, in order.'),
    who_acts: text(600, 'Who does what when the data say so.'),
    algorithms: list(20, 'Algorithms that use the data.'),
    sharing: Type.Object(
      {
        dataset: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', maxLength: 80, description: 'Name in the catalogue.' }),
        title: text(200, 'Title in the catalogue.'),
        licence: text(100, 'Licence, such as OGL-UK-3.0.'),
        why_not_open: Type.Optional(text(1000, 'Why the data are not open, when they could be.')),
      },
      closed,
    ),
    capable_but_off: list(20, 'What the device could capture and is switched off.'),
    ends_on: day('Last day of the promise.'),
    review_on: day('Day by which people look at it again.'),
    contact: Type.Object(
      {
        name: text(160, 'Who answers questions.'),
        email: Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 254, description: 'Address they answer at.' }),
      },
      closed,
    ),
    trial: Type.Optional(
      Type.Object(
        {
          question: text(600, 'What the trial should answer.'),
          most_devices: Type.Integer({ minimum: 1, maximum: 25, description: 'How many devices it has at most.' }),
          fixed: Type.Literal(true, {
            description: 'The devices stay where they are put; others are not tried this way.',
          }),
        },
        {
          ...closed,
          description:
            'A trial: at most 25 fixed devices that capture no people, over after 12 weeks. It needs fewer clearances.',
        },
      ),
    ),
    continuity: Type.Optional(
      Type.Object(
        {
          protects: choice(['life', 'property'], 'What depends on the readings.'),
          plan: text(600, 'The plan by name, and what happens when a clearance lapses.'),
        },
        {
          ...closed,
          description:
            'For data that protect life or property: readings go on when a clearance lapses, until the senior information risk owner decides.',
        },
      ),
    ),
    objections: optionalText(2000, 'How to object or complain: to whom, by which route, how long it takes.'),
  },
  closed,
);
export type DeclarationBody = Static<typeof DeclarationBody>;
export type DeclaredProperty = Static<typeof DeclaredPropertySchema>;
