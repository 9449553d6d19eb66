/** What a bench stands on: a whole house with many devices, and beside it the bare table of the same shape. */
import pg from 'pg';
import type { Database, Db } from '../src/base/index.ts';
import { sql } from '../src/base/index.ts';
import { backfill } from '../src/observations/index.ts';
import { type SeededHouse, seedHouse } from '../test/build-house.ts';
import { aDeclarationBody, aDevice, aModel } from '../test/build-register.ts';

export interface Bench {
  readonly house: SeededHouse;
  /** Identifiers that send fields, and those that send bytes for the codec. */
  readonly plain: readonly string[];
  readonly coded: readonly string[];
  /** Identifier to the id of its NO2 datastream. */
  readonly datastreams: Record<string, number>;
}

/** Devices with one channel each behind the JSON doors; a declaration that asks for a minute between readings. */
export async function prepareBench(db: Db, devices: number): Promise<Bench> {
  const house = await seedHouse(db, { devices: 0, lorawan: devices, body: aDeclarationBody() });
  const { authorityId, projectId } = house;
  const { modelId } = await aModel(db, { authorityId, channels: [{ field: 'no2', property: 'no2' }] });
  const datastreams: Record<string, number> = {};
  const plain: string[] = [];
  for (let nth = 0; nth < devices; nth++) {
    const value = `bench-${nth}`;
    const built = await aDevice(db, {
      authorityId,
      projectId,
      modelId,
      placeId: null,
      identifier: { kind: 'serial', value },
    });
    plain.push(value);
    datastreams[value] = built.datastreams.no2!;
  }
  for (const { identifier, datastreams: own } of house.lorawan) datastreams[identifier.value] = own.no2!;
  await sql`create schema floor`.execute(db);
  await sql`create table floor.observation (like observations.observation including all)`.execute(db);
  await sql`analyze`.execute(db);
  return { house, plain, coded: house.lorawan.map(({ identifier }) => identifier.value), datastreams };
}

const HISTORY_UNTIL_MS = Date.parse('2020-12-31T23:59:00Z');

/** Fills in a history that ends before the first reading of any run, evenly over the plain devices. */
export async function prepareHistory(database: Database, bench: Bench, readings: number): Promise<void> {
  const ids = bench.plain.map((device) => bench.datastreams[device]!);
  const { authorityId } = bench.house;
  function* rows() {
    const each = Math.ceil(readings / ids.length);
    for (let step = each - 1; step >= 0; step--) {
      const phenomenonTime = new Date(HISTORY_UNTIL_MS - step * 60_000);
      for (const datastreamId of ids) {
        const value = ((step * 13 + datastreamId) % 1000) / 10;
        yield {
          datastreamId,
          authorityId,
          phenomenonTime,
          value,
          textValue: null,
          key: BigInt(step),
          receivedAt: phenomenonTime,
        };
      }
    }
  }
  await backfill(database, rows());
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const copy = 'insert into floor.observation select * from observations.observation where phenomenon_time <= $1';
  await client.query(`${copy} on conflict do nothing`, [new Date(HISTORY_UNTIL_MS)]);
  await client.query('vacuum analyze observations.observation');
  await client.query('vacuum analyze floor.observation');
  await client.end();
}
