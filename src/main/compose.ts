/**
 * What runs? This list. Everything is built here by hand, in the order of the floors, and started and stopped in the order
 * of `parts`. Nothing else in the house makes a room.
 */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { listenForAlerts } from '../actions/index.ts';
import { lapseAssessments } from '../assessments/index.ts';
import { createServer, forgetOldBatches, type House, VERSION } from '../base/index.ts';
import { forgetOldSignIns, identityPlugin } from '../identity/index.ts';
import { createIngest, type Ingest, ingestDoors, noteSilentDevices, startMqttBroker } from '../ingest/index.ts';
import { runRetention } from '../observations/index.ts';
import { startSchoolAir } from '../packs/index.ts';
import { endEmergencies, tellStandings } from '../projects/index.ts';
import { forgetEnquiries, HARVEST_TASK, harvest } from '../publish/index.ts';
import { createCodecBox, endPastDeclarations, heedClearances, tellPromises } from '../register/index.ts';
import { registerSensorThings } from '../sensorthings/index.ts';
import { errorPage, registerPages, securityHeaders, staticAssets } from '../web/index.ts';
import { registerHealth } from './health.routes.ts';

export interface ComposedHouse {
  readonly house: House;
  readonly app: FastifyInstance;
  readonly ingest: Ingest;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Part {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function compose(house: House): Promise<ComposedHouse> {
  const codecBox = createCodecBox();
  const ingest = createIngest(house, { codecBox });
  const mqtt = startMqttBroker(house, ingest);

  heedClearances(house);
  listenForAlerts(house);
  startSchoolAir(house);
  house.jobs.task('observations.retention', () => runRetention(house.db, house.clock).then(() => {}));
  house.jobs.cron('observations.retention', '15 2 * * *');
  house.jobs.task('identity.forget-old-sign-ins', () => forgetOldSignIns(house.db, house.clock).then(() => {}));
  house.jobs.cron('identity.forget-old-sign-ins', '30 2 * * *');
  house.jobs.task('register.end-past-declarations', () =>
    house.db
      .transaction()
      .execute((tx) => endPastDeclarations(tx, house.clock))
      .then(() => {}),
  );
  house.jobs.cron('register.end-past-declarations', '5 0 * * *');
  house.jobs.task('assessments.lapse', () => lapseAssessments(house.db, house.clock).then(() => {}));
  house.jobs.cron('assessments.lapse', '10 0 * * *');
  house.jobs.task('register.tell-promises', () =>
    house.db
      .transaction()
      .execute(tellPromises)
      .then(() => {}),
  );
  house.jobs.cron('register.tell-promises', '10 * * * *');
  house.jobs.task('projects.end-emergencies', () =>
    house.db
      .transaction()
      .execute(endEmergencies)
      .then(() => {}),
  );
  house.jobs.cron('projects.end-emergencies', '* * * * *');
  house.jobs.task('projects.tell-standings', () =>
    house.db
      .transaction()
      .execute(tellStandings)
      .then(() => {}),
  );
  house.jobs.cron('projects.tell-standings', '* * * * *');
  house.jobs.task('publish.forget-enquiries', () => forgetEnquiries(house.db, house.clock.now()).then(() => {}));
  house.jobs.cron('publish.forget-enquiries', '20 2 * * *');
  house.jobs.task(HARVEST_TASK, ({ catalogueId }) =>
    harvest(house, typeof catalogueId === 'number' ? catalogueId : undefined),
  );
  house.jobs.cron(HARVEST_TASK, '40 3 * * *');
  house.jobs.task('ingest.silence', () => noteSilentDevices(house.db, house.clock).then(() => {}));
  house.jobs.cron('ingest.silence', '*/5 * * * *');
  house.jobs.task('base.forget-old-news', () => forgetOldBatches(house.db));
  house.jobs.cron('base.forget-old-news', '45 2 * * *');

  const app = createServer(house.log, errorPage);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lamppost',
        version: VERSION,
        description: 'Send readings in, read open data out. Pages for people are not listed here.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: house.settings.publicUrl }],
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of a source or an analyst.' } },
      },
    },
  });
  await app.register(identityPlugin, { house });
  const [forMachines, forPeople] = [securityHeaders('api'), securityHeaders('page')];
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('content-security-policy')) {
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html'); // an error's, which nobody sent as one
      reply.headers(isPage ? forPeople : forMachines);
    }
    done();
  });
  await app.register(staticAssets);
  registerHealth(app, house, { mqtt: () => mqtt.problem() });
  await app.register(async (doors) => ingestDoors(doors, house, ingest));
  await app.register(async (api) => registerSensorThings(api, house));
  await app.register(async (pages) => registerPages(pages, house, { codecBox, ingest }));

  const parts: Part[] = [
    { name: 'codecs', start: () => codecBox.start(), stop: () => codecBox.stop() },
    { name: 'jobs', start: () => house.jobs.start(), stop: () => house.jobs.stop() },
    { name: 'news', start: () => house.dispatcher.start(), stop: () => house.dispatcher.stop() },
    { name: 'ingest', start: () => ingest.start(), stop: () => ingest.stop() },
    { name: 'mqtt', start: () => mqtt.start(), stop: () => mqtt.stop() },
    { name: 'http', start: async () => void (await app.ready()), stop: () => app.close() },
  ];
  const started: Part[] = [];
  return {
    house,
    app,
    ingest,
    async start() {
      for (const part of parts) {
        started.push(part);
        await part.start();
      }
    },
    async stop() {
      for (const part of started.splice(0).reverse()) {
        await part
          .stop()
          .catch((error) => house.log.error({ err: error, part: part.name }, 'a part did not stop cleanly'));
      }
    },
  };
}
