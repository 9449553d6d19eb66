/**
 * Two authorities as SensorThings sees them: one with open readings (and a home, and readings the public sees daily means
 * of only), one with nothing open; an analyst's key of each; and questions to the API.
 */
import assert from 'node:assert/strict';
import { aClockAt, createServer, type Database, silentLog } from '../src/base/index.ts';
import { createKey, identityPlugin } from '../src/identity/index.ts';
import { registerSensorThings, type SensorThingsHouse } from '../src/sensorthings/index.ts';
import { commitInTransaction } from './build-observations.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, anAirProject, aPlace } from './build-register.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
export type Answer = any;

export async function twoAuthorities(database: Database) {
  const { db } = database;
  const clock = aClockAt('2026-05-02T00:00:00Z');
  const house = { db, clock, settings: { publicUrl: 'http://lamppost.example' } } as unknown as SensorThingsHouse;
  const app = createServer(silentLog, () => '');
  await app.register(identityPlugin, { house } as never);
  await app.register(async (api) => registerSensorThings(api, house));

  const north = await anAirProject(db, {
    authoritySlug: 'northbank',
    body: aDeclarationBody({
      properties: [
        aDeclaredProperty('no2'),
        aDeclaredProperty('door-open'),
        aDeclaredProperty('charge-point-state'),
        aDeclaredProperty('pm10', { audiences: [{ audience: 'public', detail: 'daily' }] }),
      ],
    }),
    channels: ['no2', 'door-open', 'charge-point-state', 'pm10'].map((property) => ({ field: property, property })),
  });
  const south = await anAirProject(db, {
    authoritySlug: 'southbank',
    body: aDeclarationBody({
      classes: { capture: 'none', leaving_device: 'none', stored: 'none', published: 'pseudonymous' },
    }),
  });
  const [ash, birch] = north.devices;
  const home = await aPlace(db, {
    authorityId: north.authorityId,
    name: 'A home',
    isDwelling: true,
    areaCode: 'E01000001',
  });
  const inHome = await aDevice(db, { ...north, placeId: home.placeId, name: 'In a home' });
  const no2 = ash.datastreams.no2!;

  const at = (hour: number, rest = '00:00Z') => `2026-05-01T${String(hour).padStart(2, '0')}:${rest}`;
  const reading = (
    datastreamId: number,
    value: number | null,
    time: string,
    more: { textValue?: string; authorityId?: number } = {},
  ) => ({
    datastreamId,
    authorityId: north.authorityId,
    phenomenonTime: new Date(time),
    value,
    textValue: null,
    key: BigInt(Math.round((value ?? 0) * 100)),
    receivedAt: new Date(time),
    ...more,
  });
  await commitInTransaction(database, [
    ...Array.from({ length: 12 }, (_, hour) => reading(no2, hour + 1, at(hour))),
    reading(no2, 12.5, at(11)), // another value for the same time
    reading(birch.datastreams.no2!, 7.5, at(12, '30:00.250Z')),
    reading(birch.datastreams['door-open']!, 1, at(13)),
    reading(birch.datastreams['charge-point-state']!, null, at(14), { textValue: 'CHARGING' }),
    reading(birch.datastreams.pm10!, 55, at(15)), // the public sees daily means only, so not here
    reading(inHome.datastreams.no2!, 77, at(16)),
    reading(south.devices[0].datastreams.no2!, 99, at(17), { authorityId: south.authorityId }),
  ]);

  const keyOf = (authorityId: number) =>
    db.transaction().execute((tx) => createKey(tx, { authorityId, kind: 'analyst', name: 'Analyst' }, clock));
  const northKey = (await keyOf(north.authorityId)).key;
  const southKey = (await keyOf(south.authorityId)).key;

  const get = async (
    path: string,
    key?: string,
  ): Promise<{ status: number; text: string; body: Answer; headers: Record<string, unknown> }> => {
    const url = path.startsWith('http') ? path.replace('http://lamppost.example', '') : `/v1.1${path}`;
    const response = await app.inject({
      url: url.replaceAll(' ', '%20'),
      ...(key && { headers: { authorization: `Bearer ${key}` } }),
    });
    const isJson = String(response.headers['content-type']).startsWith('application/json');
    return {
      status: response.statusCode,
      text: response.body,
      body: isJson ? JSON.parse(response.body) : undefined,
      headers: response.headers,
    };
  };

  const found = async (path: string, key?: string): Promise<Answer> => {
    const { status, body, text } = await get(path, key);
    assert.equal(status, 200, `${path}: ${text}`);
    return body;
  };
  const results = async (query: string, key?: string) =>
    (await found(`/Observations?${query}`, key)).value.map((one: Answer) => one.result);
  return { app, north, south, ash, birch, inHome, no2, at, reading, northKey, southKey, get, found, results };
}
