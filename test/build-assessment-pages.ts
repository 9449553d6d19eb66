import type { FastifyInstance } from 'fastify';
import { type Clock, type Db, type House, systemClock } from '../src/base/index.ts';
import { registerAssessmentPages } from '../src/web/assessments/assessments.routes.ts';
import { registerProjectPages } from '../src/web/projects/projects.routes.ts';
import { aServer } from './build-identity.ts';

/** The pages of projects and their assessments on a server of their own. */
export async function assessmentPagesOn(db: Db, clock: Clock = systemClock): Promise<FastifyInstance> {
  const app = await aServer(db);
  registerProjectPages(app, { db, clock } as House);
  registerAssessmentPages(app, { db, clock } as House);
  await app.ready();
  return app;
}
