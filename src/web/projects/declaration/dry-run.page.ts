import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can } from '../../../identity/index.ts';
import { dryRunCounts } from '../../../ingest/index.ts';
import {
  declarationHistory,
  findDryRun,
  LONGEST_DRY_RUN_DAYS,
  startDryRun,
  stopDryRun,
} from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { readForm } from '../form.ts';
import { refusalWords } from '../officer/refusal-words.ts';
import { pageForProject, projectOf } from '../page.ts';

/** Trying a version that is not in force on what devices send: start, stop, and what it would do. */
export function dryRunPage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/declaration/dry-run';

  app.get(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const run = await findDryRun(db, project.id);
    const history = await declarationHistory(db, person, project.id);
    const counts = run ? await dryRunCounts(db, run.id) : [];
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Try the declaration',
        back: { text: 'Back to the declaration', href: `${home}/declaration` },
      }),
      ...{ project, home, run, longest: LONGEST_DRY_RUN_DAYS },
      tried: history.find((each) => each.state === 'submitted') ?? history.find((each) => each.state === 'draft'),
      rows: counts.map(({ outcome, count }) => ({ ...outcomeWords(outcome), count })),
      may: (['declaration.submit', 'declaration.approve'] as const).some((each) =>
        can(person, each, project.authorityId),
      ),
    };
    return sendPage(reply, 'projects/declaration/dry-run.njk', model);
  });

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const starts = readForm(request.body).text('act') === 'start';
    await db
      .transaction()
      .execute((tx) =>
        starts
          ? startDryRun(tx, person, project.id, LONGEST_DRY_RUN_DAYS, clock)
          : stopDryRun(tx, person, project.id, clock),
      );
    return reply.redirect(`${home}/declaration/dry-run`, 303);
  });
}

function outcomeWords(outcome: string): { what: string; says: string } {
  if (outcome === 'admitted') return { what: 'Stored as sent', says: '' };
  if (outcome === 'reduced')
    return { what: 'Stored with less', says: 'Rounded, or a small count left out, as promised.' };
  if (outcome === 'blank') return { what: 'Blank', says: 'The device sent no value.' };
  const { says } = refusalWords(outcome.slice('refused:'.length));
  return { what: 'Refused', says };
}
