/** Everything that `npm start` runs, on a test's own database and a free port, with one borough that measures air at schools. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import {
  createDispatcher,
  createJobs,
  createMetrics,
  createSecretBox,
  type Db,
  type House,
  loadSettings,
  silentLog,
  systemClock,
} from '../../src/base/index.ts';
import { createSource, type Receipt } from '../../src/ingest/index.ts';
import { type ComposedHouse, compose } from '../../src/main/compose.ts';
import { SCHOOL_AIR_PURPOSE } from '../../src/packs/index.ts';
import type { ClearanceKind } from '../../src/projects/index.ts';
import type { DeclarationBody } from '../../src/register/index.ts';
import { anAuthority, aPerson, type BuiltPerson } from '../build-identity.ts';
import { aProject, aRecordedOutcome } from '../build-projects.ts';
import {
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  aModel,
  aPlace,
  type BuiltDevice,
} from '../build-register.ts';
import { aDatabase } from '../database.ts';

export const PASSWORD = 'a lamp at every corner';
const HOUR_MS = 3_600_000;

export interface JourneyHouse {
  readonly url: string;
  readonly db: Db;
  readonly house: House;
  readonly composed: ComposedHouse;
}

/** Listens on 127.0.0.1 and stops when the file's tests end. */
export async function aJourneyHouse(): Promise<JourneyHouse> {
  let stop = async () => {};
  after(() => stop()); // before the database's own `after`, which takes it away
  const { database, db } = await aDatabase();
  const data = mkdtempSync(join(tmpdir(), 'lamppost-journey-'));
  const settings = loadSettings({
    LAMPPOST_PORT: String(await aFreePort()),
    LAMPPOST_MQTT_PORT: '0',
    LAMPPOST_DATA: data,
  });
  const house: House = {
    settings,
    database,
    db,
    log: silentLog,
    clock: systemClock,
    metrics: createMetrics(),
    dispatcher: createDispatcher(database, silentLog),
    jobs: createJobs(database, silentLog),
    secretBox: createSecretBox(data),
  };
  const composed = await compose(house);
  stop = async () => {
    await composed.stop();
    rmSync(data, { recursive: true, force: true });
  };
  await composed.start();
  const url = await composed.app.listen({ host: settings.host, port: settings.port });
  return { url, db, house, composed };
}

export interface AirBorough {
  readonly authorityId: number;
  readonly slug: string;
  readonly projectId: number;
  readonly projectSlug: string;
  readonly lead: BuiltPerson;
  readonly approver: BuiltPerson;
  readonly officer: BuiltPerson;
  /** By school: Ash Grove, Birch Lane, Cedar Road. Known to the source by `serial`. */
  readonly devices: readonly BuiltDevice[];
  /** Sends to the JSON door with the key of the borough's source. */
  send(readings: readonly Record<string, unknown>[]): Promise<Receipt>;
}

/** The declaration of the borough: open readings as often as one likes, for the use case of air outside schools. */
export function anAirDeclaration(): DeclarationBody {
  const purposes = [
    { code: SCHOOL_AIR_PURPOSE, label: 'Cleaner air for children', because: 'To see where and when the air is worst.' },
  ];
  const properties = ['no2', 'pm10', 'pm25'].map((code) =>
    aDeclaredProperty(code, { purposes: [SCHOOL_AIR_PURPOSE], shortest_interval_s: 0 }),
  );
  return aDeclarationBody({ purposes, properties, controller: 'Ashbourne Borough Council' });
}

/** A borough whose people sign in with PASSWORD; its declaration is in force unless `declared` is false. */
export async function anAirBorough(
  { db, url, house }: JourneyHouse,
  { declared = true, cleared }: { declared?: boolean; cleared?: readonly ClearanceKind[] } = {},
): Promise<AirBorough> {
  const authority = await anAuthority(db, { slug: 'ashbourne', name: 'Ashbourne Borough Council' });
  const { authorityId, slug } = authority;
  const person = (name: string, email: string, roles: Parameters<typeof aPerson>[1]['roles']) =>
    aPerson(db, {
      authorityId,
      name,
      email: `${email}@ashbourne.example`,
      password: PASSWORD,
      ...(roles && { roles }),
    });
  const lead = await person('Priya Raman', 'lead', ['project_lead']);
  const approver = await person('Grace Oduya', 'approver', ['approver']);
  const officer = await person('Tom Ellery', 'officer', ['service_officer']);
  const project = await aProject(db, lead.viewer, {
    authorityId,
    title: 'Clean air at the school gate',
    ...(cleared && { cleared }),
  });
  await aRecordedOutcome(db, lead.viewer, project.id);
  if (declared) {
    const people = { submittedBy: lead.personId, approvedBy: approver.personId };
    await aDeclarationInForce(db, { authorityId, projectId: project.id, body: anAirDeclaration(), ...people });
  }
  const { modelId } = await aModel(db, { authorityId, name: 'Street monitor' });
  const devices: BuiltDevice[] = [];
  for (const [nth, school] of ['Ash Grove Primary', 'Birch Lane Primary', 'Cedar Road Primary'].entries()) {
    const at = { latitude: 51.5 + nth / 100, longitude: -0.09 + nth / 60 };
    const { placeId } = await aPlace(db, {
      authorityId,
      name: school,
      slug: school.toLowerCase().replaceAll(' ', '-'),
      ...at,
    });
    const identifier = { kind: 'serial' as const, value: `air-${nth + 1}` };
    const name = `Air monitor at ${school}`;
    devices.push(
      await aDevice(db, {
        authorityId,
        projectId: project.id,
        modelId,
        placeId,
        name,
        slug: `air-${nth + 1}`,
        identifier,
      }),
    );
  }
  const wanted = { authorityId, slug: 'monitors', name: 'Monitors', door: 'json', identifierKind: 'serial' } as const;
  const { key } = await db.transaction().execute((tx) => createSource(tx, lead.viewer, wanted, house.clock));
  const send = async (readings: readonly Record<string, unknown>[]) => {
    const answer = await fetch(`${url}/ingest/json/${slug}/monitors`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(readings),
    });
    return (await answer.json()) as Receipt;
  };
  return {
    authorityId,
    slug,
    projectId: project.id,
    projectSlug: project.slug,
    lead,
    approver,
    officer,
    devices,
    send,
  };
}

/** A day of readings every hour that ends now: the field stays at `level` but for a slow swing. */
export function aDayOf(device: string, levels: Record<string, number>, now = Date.now()): Record<string, unknown>[] {
  return Array.from({ length: 25 }, (_, hoursAgo) => {
    const values = Object.entries(levels).map(([field, level]) => [
      field,
      level + Math.round(3 * Math.sin(hoursAgo / 3)),
    ]);
    return { device, time: new Date(now - 1_000 - hoursAgo * HOUR_MS).toISOString(), ...Object.fromEntries(values) };
  });
}

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
