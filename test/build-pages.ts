/** Areas of pages on a server of their own, with error pages as people see them. */
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createServer, type House, silentLog } from '../src/base/index.ts';
import { identityPlugin } from '../src/identity/index.ts';
import { errorPage } from '../src/web/index.ts';

type Area = (app: FastifyInstance, house: House) => Promise<void>;

/** Listens nowhere: use `inject`, or `listen` where a stream must be read. Closed when the tests of the file end. */
export async function pagesOn(house: House, ...areas: Area[]): Promise<FastifyInstance> {
  const app = createServer(silentLog, errorPage);
  after(() => app.close());
  await app.register(identityPlugin, { house });
  for (const area of areas) await app.register(async (context) => area(context, house));
  await app.ready();
  return app;
}
