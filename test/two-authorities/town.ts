/** Two boroughs in one house as it is composed for real, everybody who may ask, and every route there is. */
import { subscribe } from 'node:diagnostics_channel';
import { after } from 'node:test';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { systemClock } from '../../src/base/index.ts';
import { ALL_ROLES } from '../../src/identity/index.ts';
import { compose } from '../../src/main/compose.ts';
import { aSession } from '../build-identity.ts';
import { aHouse } from '../build-ingest.ts';
import { aDatabase, type TestDatabase } from '../database.ts';
import { aBorough, type Borough } from './borough.ts';

export interface Asker {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the forms of a person who signed in. */
  readonly csrf?: string;
}

export interface Route {
  readonly method: string;
  readonly url: string;
}

export interface Town {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  readonly ours: Borough;
  readonly theirs: Borough;
  readonly routes: readonly Route[];
  /** Everybody of a borough: each role, and each kind of key. */
  askersOf(borough: Borough): Promise<Asker[]>;
  ask(asker: Asker, options: InjectOptions): Promise<LightMyRequestResponse>;
}

export const THE_PUBLIC: Asker = { name: 'the public', headers: {} };

export async function aTown(): Promise<Town> {
  const routes = new Map<string, Route>();
  subscribe('fastify.initialization', (message) => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.set(`${each} ${url}`, { method: each, url });
    });
  });
  const database = await aDatabase();
  const house = { ...(await aHouse(database)), clock: systemClock };
  const composed = await compose(house);
  await composed.app.ready();
  after(() => composed.app.close());
  const ours = await aBorough(house, 0);
  const theirs = await aBorough(house, 1);
  return {
    database,
    app: composed.app,
    ours,
    theirs,
    routes: [...routes.values()],
    async askersOf({ people, keys }) {
      const askers: Asker[] = Object.entries(keys).map(([kind, key]) => ({
        name: `key ${kind}`,
        headers: { authorization: `Bearer ${key}` },
      }));
      for (const role of ALL_ROLES) {
        const { cookie, csrf } = await aSession(database.db, people[role], house.clock);
        askers.push({ name: role, headers: { cookie }, csrf });
      }
      return askers;
    },
    ask: (asker, options) =>
      composed.app.inject({ ...options, headers: { accept: 'text/html', ...asker.headers, ...options.headers } }),
  };
}
