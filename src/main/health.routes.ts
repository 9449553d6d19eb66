import type { FastifyInstance } from 'fastify';
import { type House, sql, VERSION } from '../base/index.ts';

/**
 * For whoever watches the process. `/healthz`: the process answers. `/readyz`: it can do its job (the database answers and
 * readings are being taken), otherwise 503 with what is wrong. `/metrics`: Prometheus text.
 */
export function registerHealth(
  app: FastifyInstance,
  house: House,
  checks: Record<string, () => string | undefined>,
): void {
  app.get('/healthz', { schema: { tags: ['operation'], summary: 'The process answers' } }, async () => ({
    status: 'ok',
    version: VERSION,
  }));

  app.get(
    '/readyz',
    { schema: { tags: ['operation'], summary: 'The service can do its job' } },
    async (_request, reply) => {
      const problems: Record<string, string> = {};
      await sql`select 1`.execute(house.db).catch(() => {
        problems.database = 'The database does not answer.';
      });
      for (const [name, check] of Object.entries(checks)) {
        const problem = check();
        if (problem) problems[name] = problem;
      }
      const ready = Object.keys(problems).length === 0;
      if (!ready) reply.code(503).header('retry-after', '5');
      return { status: ready ? 'ready' : 'not ready', version: VERSION, ...(ready ? {} : { problems }) };
    },
  );

  app.get('/metrics', { schema: { tags: ['operation'], summary: 'Metrics for Prometheus' } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await house.metrics.expose()),
  );
}
