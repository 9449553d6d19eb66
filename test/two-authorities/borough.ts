/**
 * One borough with everything that is nobody else's business marked: texts carry `<mark>-<what>`, readings and places numbers
 * that stand nowhere else. What is open carries no mark. Short names are the same in every borough, so that whoever looks
 * something up by its short name alone finds the wrong one.
 */
import { type House, sql } from '../../src/base/index.ts';
import { ALL_ROLES, type Role } from '../../src/identity/index.ts';
import { createSource } from '../../src/ingest/index.ts';
import type { DeclarationBody } from '../../src/register/index.ts';
import { aKey, anAuthority, aPerson, type BuiltPerson } from '../build-identity.ts';
import { aProject } from '../build-projects.ts';
import {
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  aModel,
  aPlace,
  type BuiltDevice,
} from '../build-register.ts';
import { plantPapers } from './papers.ts';

export interface Borough {
  readonly authorityId: number;
  readonly slug: string;
  readonly mark: string;
  /** Finds whatever is marked, in any text. */
  readonly marks: RegExp;
  readonly people: Readonly<Record<Role, BuiltPerson>>;
  readonly keys: {
    readonly analyst: string;
    readonly narrow: string;
    readonly open: string;
    readonly source: string;
    readonly person: string;
  };
  readonly projects: Readonly<Record<ProjectKind, number>>;
  readonly devices: Readonly<Record<ProjectKind, BuiltDevice>>;
}

/** open: anyone reads it. shut: declared for the authority alone. draft: never declared. gone: withdrawn. homes: in dwellings. */
export const PROJECT_KINDS = ['open', 'shut', 'draft', 'gone', 'homes'] as const;
export type ProjectKind = (typeof PROJECT_KINDS)[number];

/** The values that readings which are not open have, by borough; no axis, count or id comes near. */
const VALUES = [1373.7, 1484.9];

export async function aBorough(house: House, nth: 0 | 1): Promise<Borough> {
  const { db, clock } = house;
  const mark = `zqx${'AB'[nth]}`;
  const name = ['Alderbridge', 'Brackenford'][nth]!;
  const { authorityId, slug } = await anAuthority(db, { slug: name.toLowerCase(), name });
  const people = {} as Record<Role, BuiltPerson>;
  for (const role of ALL_ROLES) {
    const email = `${mark}-${role}@example.org`.toLowerCase();
    people[role] = await aPerson(db, { authorityId, roles: [role], name: `${mark}-person ${role}`, email });
  }
  const lead = people.project_lead;
  const { modelId } = await aModel(db, {
    authorityId,
    slug: 'monitor',
    name: 'Monitor',
    codec: `// ${mark}-codec\nfunction decodeUplink() { return { data: {} } }`,
  });
  await aModel(db, { authorityId, slug: 'unused', name: `${mark}-model` });

  const projects = {} as Record<ProjectKind, number>;
  const devices = {} as Record<ProjectKind, BuiltDevice>;
  for (const kind of PROJECT_KINDS) {
    const isPublic = kind !== 'draft';
    const title = isPublic ? `Project ${kind}` : `${mark}-project ${kind}`;
    const project = await aProject(db, lead.viewer, {
      authorityId,
      slug: `project-${kind}`,
      title,
      summary: isPublic ? '' : `${mark}-summary`,
    });
    projects[kind] = project.id;
    if (isPublic) {
      await aDeclarationInForce(db, {
        authorityId,
        projectId: project.id,
        body: bodyOf(kind),
        submittedBy: lead.personId,
        approvedBy: people.approver.personId,
      });
    }
    const seen = kind === 'open' || kind === 'shut' || kind === 'gone';
    const { placeId } = await aPlace(db, {
      authorityId,
      slug: `place-${kind}`,
      name: seen ? `Place ${kind}` : `${mark}-place ${kind}`,
      isDwelling: kind === 'homes',
      areaCode: 'E01000001',
      latitude: 51.4 + nth / 10 + MARKED_DEGREES,
      longitude: -0.1 - nth / 10 - MARKED_DEGREES,
    });
    devices[kind] = await aDevice(db, {
      authorityId,
      projectId: project.id,
      modelId,
      placeId,
      slug: `device-${kind}`,
      name: seen ? `Device ${kind}` : `${mark}-device ${kind}`,
      identifier: { kind: 'serial', value: `${mark}-identifier-${kind}` },
    });
    await plantReadings(house, authorityId, devices[kind], kind === 'open' ? 21.5 : VALUES[nth]!);
  }
  await plantPapers(house, { authorityId, mark, people, projects, devices });
  const source = await db
    .transaction()
    .execute((tx) =>
      createSource(
        tx,
        lead.viewer,
        { authorityId, slug: 'feed', name: `${mark}-source`, door: 'json', identifierKind: 'serial' },
        clock,
      ),
    );
  const keyOf = async (wish: Omit<Parameters<typeof aKey>[1], 'authorityId'>) =>
    (await aKey(db, { authorityId, name: `${mark}-key`, ...wish }, clock)).key;
  const value = String(VALUES[nth]!).replace('.', '\\.').replace(/^1/, '1[,.]?');
  return {
    authorityId,
    slug,
    mark,
    marks: new RegExp(`${mark}-[a-z]+|\\b${value}|51\\.${4 + nth}37373|-0\\.${1 + nth}37373`, 'gi'),
    people,
    keys: {
      analyst: await keyOf({ kind: 'analyst' }),
      narrow: await keyOf({ kind: 'analyst', scope: { projectIds: [projects.draft] } }),
      open: await keyOf({ kind: 'analyst', scope: { open: true } }),
      source: source.key,
      person: await keyOf({ kind: 'person', personId: lead.personId }),
    },
    projects,
    devices,
  };
}

/** Exact places end so; what the public sees is coarsened. */
const MARKED_DEGREES = 0.037373;

function bodyOf(kind: ProjectKind): DeclarationBody {
  const audiences: DeclarationBody['properties'][number]['audiences'] =
    kind === 'open' || kind === 'gone'
      ? [{ audience: 'public', detail: 'readings' }]
      : [{ audience: 'authority', detail: 'readings' }];
  const properties = ['no2', 'pm10', 'pm25'].map((code) =>
    aDeclaredProperty(code, { audiences, place_precision_m: 500 }),
  );
  return aDeclarationBody({ title: `Promise ${kind}`, properties });
}

async function plantReadings(house: House, authorityId: number, device: BuiltDevice, value: number): Promise<void> {
  for (const datastreamId of Object.values(device.datastreams)) {
    await sql`insert into observations.observation (datastream_id, authority_id, phenomenon_time, received_at, value, key)
      select ${datastreamId}, ${authorityId}, date_trunc('hour', ${house.clock.now()}::timestamptz) - n * interval '1 hour', now(), ${value}, n
      from generate_series(0, 30) as n`.execute(house.db);
  }
}
