/**
 * What a file for `lamppost apply` may hold: authorities, people, projects, declarations, models, places, devices and
 * sources. TypeBox, so that the check, the types, docs/apply.md and the JSON schema for editors are one thing. Pure.
 */
import { type Static, Type } from 'typebox';
import { ALL_ROLES } from '../../identity/index.ts';
import { DOORS } from '../../ingest/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  ALL_CONDITIONS,
  CLEARING_ROLES,
  GATES,
  OUTCOME_QUESTIONS,
  type OutcomeAnswers,
  PARTS,
  STAGES,
} from '../../projects/index.ts';
import { DeclarationBody, IDENTIFIER_KINDS, PLACE_KINDS } from '../../register/index.ts';

const closed = { additionalProperties: false };
const slug = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description });
const line = (description: string) => Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description });
const text = (description: string) => Type.String({ maxLength: 4000, description });
const email = (description: string) => Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 254, description });
const day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description });
const choice = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });
const owner = Type.Optional(
  slug(
    'Short name of the authority it belongs to; the `authority` at the top, or the only one of the file, when left out.',
  ),
);

export const AuthorityEntry = Type.Object(
  {
    slug: slug('Short name, used in addresses: lower-case letters, digits and hyphens.'),
    name: line('Full name.'),
    gss_code: Type.Optional(line('ONS code of its area.')),
    accent: Type.Optional(
      Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'Colour as #rrggbb that white text can be read on.' }),
    ),
    contact_email: Type.Optional(email('Where residents write to.')),
    website: Type.Optional(line('Its website, from https:// on.')),
  },
  closed,
);

export const PersonEntry = Type.Object(
  {
    authority: owner,
    email: email('Address they sign in with.'),
    name: line('Full name.'),
    roles: Type.Array(choice(ALL_ROLES, 'A role.'), {
      minItems: 1,
      maxItems: 12,
      description: 'Roles held in the authority.',
    }),
  },
  closed,
);

/** The steps and answers of an outcome record, from the questions themselves. */
const OutcomeEntry = Type.Unsafe<OutcomeAnswers>(
  Type.Object(
    Object.fromEntries(
      [...new Set(OUTCOME_QUESTIONS.map(({ step }) => step))].map((step) => {
        const questions = OUTCOME_QUESTIONS.filter((question) => question.step === step);
        const fields = questions.map(({ field, name, answers, many }) => {
          const described = { description: `${name.charAt(0).toUpperCase()}${name.slice(1)}.` };
          const one = Type.Unsafe<string>({
            type: 'string',
            ...(answers ? { enum: [...answers] } : { maxLength: 2000 }),
            ...described,
          });
          return [field, Type.Optional(many ? Type.Array(one, described) : one)] as const;
        });
        return [step, Type.Optional(Type.Object(Object.fromEntries(fields), closed))];
      }),
    ),
    { ...closed, description: 'The four steps, complete; they are recorded, and the verdict is computed.' },
  ),
);

const clearers = (kind: string) =>
  Type.Array(choice(CLEARING_ROLES, 'A role.'), { minItems: 1, description: `Roles that may grant ${kind}.` });

export const PolicyEntry = Type.Object(
  {
    authority: owner,
    at_risk_days: Type.Integer({
      minimum: 0,
      maximum: 90,
      description: 'Days between the lapse of a clearance and the suspension of the declaration.',
    }),
    requirements: Type.Array(
      Type.Object(
        {
          stage: choice(GATES, 'Before what it is needed: a stage, a declaration or a trial coming into force.'),
          kind: choice(ALL_CLEARANCE_KINDS, 'What is needed.'),
          applies_when: Type.Array(choice(ALL_CONDITIONS, 'A condition.'), {
            minItems: 1,
            description: 'When it is needed; any one is enough.',
          }),
        },
        closed,
      ),
      { maxItems: 100, description: 'Everything that is needed. A screening always stays.' },
    ),
    roles: Type.Object(
      {
        screening: clearers('a screening'),
        dpia: clearers('a data protection impact assessment'),
        equality: clearers('an equality impact assessment'),
        ethics: clearers('an ethics review'),
        security: clearers('a security review'),
        supplier: clearers('supplier assurance'),
        evaluation: clearers('an evaluation'),
      },
      { ...closed, description: 'Who may grant what.' },
    ),
  },
  closed,
);

export const ProjectEntry = Type.Object(
  {
    authority: owner,
    slug: slug('End of its address.'),
    title: line('What it is, for anyone.'),
    summary: Type.Optional(text('What it does and for whom, in two or three sentences.')),
    stage: Type.Optional(choice(STAGES, 'Where it stands; `direct` for a new one when left out.')),
    people: Type.Optional(
      Type.Array(
        Type.Object(
          { email: email('Who.'), part: choice(PARTS, 'Part in the project; roles give the permissions.') },
          closed,
        ),
        { maxItems: 50, description: 'Who plays which part.' },
      ),
    ),
    outcome: Type.Optional(OutcomeEntry),
  },
  closed,
);

export const DeclarationEntry = Type.Object(
  { authority: owner, project: slug('Short name of the project it speaks for.'), ...DeclarationBody.properties },
  closed,
);

const TestVectorEntry = Type.Object(
  {
    description: Type.Optional(line('What the message is an example of.')),
    input: Type.Object(
      {
        bytes: Type.Unknown({ description: 'Payload: a list of numbers, one a byte, or hex digits in quotes.' }),
        fPort: Type.Optional(Type.Integer({ minimum: 0, maximum: 255, description: 'LoRaWAN port; 1 when left out.' })),
        recvTime: Type.Optional(Type.String({ description: 'When it was received, ISO 8601.' })),
      },
      { ...closed, description: 'The uplink.' },
    ),
    output: Type.Object(
      {
        data: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'The decoded fields.' })),
        errors: Type.Optional(Type.Array(Type.String(), { description: 'Errors the codec must give.' })),
        warnings: Type.Optional(Type.Array(Type.String(), { description: 'Warnings the codec must give.' })),
      },
      { ...closed, description: 'What it must decode to.' },
    ),
  },
  closed,
);

export const ModelEntry = Type.Object(
  {
    authority: owner,
    slug: slug('End of its address.'),
    name: line('Name of the product.'),
    maker: line('Who makes it.'),
    description: Type.Optional(text('What it is, in a sentence or two.')),
    technology: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9_-]*$',
        maxLength: 60,
        description: 'DTPR technology element; `air_quality` when left out.',
      }),
    ),
    codec: Type.Optional(
      Type.Union(
        [
          Type.String({ description: 'The source itself.' }),
          Type.Object(
            { file: Type.String({ minLength: 1, description: 'Path of the source, from the folder of this file.' }) },
            closed,
          ),
        ],
        {
          description:
            'JavaScript with decodeUplink (LoRa Alliance TS013), in place or as `file:`; none for devices that send decoded fields.',
        },
      ),
    ),
    test_vectors: Type.Optional(
      Type.Array(TestVectorEntry, {
        maxItems: 200,
        description:
          'Uplinks with what they must decode to. Required with a codec; all run before the model is active.',
      }),
    ),
    channels: Type.Array(
      Type.Object(
        {
          field: line('Path in the decoded object: temperature, or air.co2.'),
          property: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', description: 'Code of an observed property.' }),
          unit: Type.Optional(line('UCUM code of what the device sends; the canonical unit when left out.')),
          required: Type.Optional(Type.Boolean({ description: 'Whether every message holds it; true when left out.' })),
          blank_values: Type.Optional(
            Type.Array(Type.Number(), { maxItems: 20, description: 'Numbers that mean "no value", such as -999.' }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 100, description: 'Which field is which observed property.' },
    ),
    capable_but_off: Type.Optional(
      Type.Array(line('A capability.'), { maxItems: 20, description: 'What it could capture and is switched off.' }),
    ),
    support_ends_on: Type.Optional(day("Last day of the maker's support.")),
    datasheet_url: Type.Optional(
      Type.String({ pattern: '^https?://', maxLength: 500, description: 'Where its datasheet is.' }),
    ),
  },
  closed,
);

export const PlaceEntry = Type.Object(
  {
    authority: owner,
    slug: slug('End of its address.'),
    name: line('What people call it.'),
    description: Type.Optional(text('More about it.')),
    kind: choice(PLACE_KINDS, 'What it is. A dwelling is public only as one of ten or more in its area.'),
    latitude: Type.Number({ description: 'WGS 84, degrees.' }),
    longitude: Type.Number({ description: 'WGS 84, degrees; west of Greenwich negative.' }),
    uprn: Type.Optional(
      Type.String({ pattern: '^\\d{1,12}$', description: 'Unique property reference number, as text.' }),
    ),
    usrn: Type.Optional(
      Type.String({ pattern: '^\\d{1,8}$', description: 'Unique street reference number, as text.' }),
    ),
    area_code: Type.Optional(
      Type.String({ pattern: '^[A-Z]\\d{8}$', description: 'GSS code of the small area; a dwelling needs it.' }),
    ),
  },
  closed,
);

export const DeviceEntry = Type.Object(
  {
    authority: owner,
    slug: slug('End of its address.'),
    name: line('What people call it.'),
    project: slug('Short name of its project.'),
    model: slug('Short name of its model.'),
    state: Type.Optional(
      choice(
        ['planned', 'live', 'maintenance', 'retired'] as const,
        '`planned` for a new one when left out. A live device that fell silent or faulty counts as live.',
      ),
    ),
    owner: Type.Optional(line('Who owns it.')),
    supplier: Type.Optional(line('Who supplies it.')),
    network: Type.Optional(line('LoRaWAN, NB-IoT, 4G, wired …')),
    report_interval_s: Type.Optional(
      Type.Integer({ minimum: 1, description: 'How often it should report, in seconds.' }),
    ),
    identifiers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: choice(IDENTIFIER_KINDS, 'What sort of identifier.'),
            value: Type.String({ minLength: 1, maxLength: 200, description: 'The identifier, in quotes.' }),
          },
          closed,
        ),
        { maxItems: 10, description: 'How its messages name it.' },
      ),
    ),
    place: Type.Optional(slug('Short name of the place where it stands.')),
    mounted_on: Type.Optional(line('On what: lamp column 12, gate post.')),
    height_m: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, description: 'Metres above the ground.' })),
    placed_on: Type.Optional(day('Since which day it stands there; today when left out.')),
  },
  closed,
);

export const SourceEntry = Type.Object(
  {
    authority: owner,
    slug: slug('End of its address.'),
    name: line('What people call it.'),
    door: choice(DOORS, 'How its messages arrive.'),
    identifier_kind: Type.Optional(
      choice(IDENTIFIER_KINDS, 'Which identifier its messages carry; `dev_eui` when left out.'),
    ),
    topic: Type.Optional(line('Topic filter on the outside broker, for the door `mqtt-client`.')),
    format: Type.Optional(
      choice(
        ['json', 'tts', 'chirpstack'] as const,
        'What messages from the outside broker look like; `json` when left out.',
      ),
    ),
  },
  closed,
);

export const ApplyFile = Type.Object(
  {
    lamppost: Type.Literal(1, { description: 'Version of this format: 1.' }),
    authority: Type.Optional(
      slug('Short name of the authority that everything below belongs to unless it says otherwise.'),
    ),
    authorities: Type.Optional(Type.Array(AuthorityEntry, { description: 'Councils and other bodies.' })),
    people: Type.Optional(
      Type.Array(PersonEntry, {
        description: 'People and their roles. Never passwords: each new person gets a one-time link.',
      }),
    ),
    policies: Type.Optional(
      Type.Array(PolicyEntry, {
        description: 'What must be cleared before what, and by whom, in place of what ships. Takes an administrator.',
      }),
    ),
    projects: Type.Optional(Type.Array(ProjectEntry, { description: 'What is to be achieved, and why.' })),
    declarations: Type.Optional(
      Type.Array(DeclarationEntry, {
        description: 'What projects promise about their data. Submitted, never approved.',
      }),
    ),
    models: Type.Optional(Type.Array(ModelEntry, { description: 'Models of devices with their codecs.' })),
    places: Type.Optional(Type.Array(PlaceEntry, { description: 'Where devices stand.' })),
    devices: Type.Optional(Type.Array(DeviceEntry, { description: 'Devices with identifiers and places.' })),
    sources: Type.Optional(
      Type.Array(SourceEntry, { description: 'Where messages come from. The key of a new source is printed once.' }),
    ),
  },
  { ...closed, $id: 'lamppost-apply-1', title: 'A file for lamppost apply' },
);
export type ApplyFile = Static<typeof ApplyFile>;

/** The lists of a file in the order they are applied. */
export const KINDS = [
  'authorities',
  'people',
  'policies',
  'projects',
  'declarations',
  'models',
  'places',
  'devices',
  'sources',
] as const;
export type Kind = (typeof KINDS)[number];
export type Entry<K extends Kind> = NonNullable<ApplyFile[K]>[number];
