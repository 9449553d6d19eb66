import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { type Clock, type Db, type House, systemClock } from '../src/base/index.ts';
import { registerAssessmentPages } from '../src/web/assessments/assessments.routes.ts';
import { registerProjectPages } from '../src/web/projects/projects.routes.ts';
import { aServer } from './build-identity.ts';

/** The pages of projects and their assessments on a server of their own. */
export async function assessmentPagesOn(db: Db, clock: Clock = systemClock): Promise<FastifyInstance> {
  const app = await aServer(db);
  const house = {
    db,
    clock,
    settings: { publicUrl: 'http://127.0.0.1:8080', data: mkdtempSync(join(tmpdir(), 'lamppost-test-')) },
  } as House;
  after(() => rmSync(house.settings.data, { recursive: true, force: true }));
  registerProjectPages(app, house);
  registerAssessmentPages(app, house);
  await app.ready();
  return app;
}
