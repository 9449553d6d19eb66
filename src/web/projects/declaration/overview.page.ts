import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can } from '../../../identity/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { pageForProject, projectOf } from '../page.ts';
import { factsBySection } from './declaration-facts.ts';
import { declarationForm } from './declaration-form.ts';
import { withGaps } from './draft.ts';
import { sectionsOf } from './sections.ts';

/** Where the declaration stands and what can be done about it; then what is in force, or else what was written last. */
export function declarationOverviewPage(app: FastifyInstance, { db }: House): void {
  app.get('/projects/:authority/:slug/declaration', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = await declarationForm(db, person, project);
    const at = (state: string) => form.history.find((each) => each.state === state);
    const [inForce, waiting, newest] = [at('in_force'), at('submitted'), form.history[0]];
    const shown = inForce ?? waiting ?? newest;
    const body = shown && withGaps(shown.body);
    const may = (permission: Parameters<typeof can>[1]) => can(person, permission, project.authorityId);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Declaration',
        breadcrumbs: [
          { text: 'Projects', href: '/projects' },
          { text: project.title, href: home },
          { text: 'Declaration' },
        ],
      }),
      ...{ project, home, inForce, waiting, shown, newest },
      rejected: newest?.state === 'rejected' ? newest : null,
      done: DONE.get((request.query as { done?: string }).done ?? '') ?? null,
      begun: form.begun,
      problems: form.problems.length,
      savedAt: form.savedAt,
      savedBy: form.savedBy,
      facts: body ? factsBySection(body, sectionsOf(body, form.vocabulary), form.nameOf) : [],
      may: {
        write: may('declaration.submit'),
        decide:
          waiting !== undefined &&
          may('declaration.approve') &&
          waiting.submittedBy !== person.personId &&
          !waiting.writers.includes(person.personId),
        withdraw: (inForce ?? waiting) !== undefined && may('declaration.withdraw'),
      },
    };
    return sendPage(reply, 'projects/declaration/overview.njk', model);
  });
}

/** What just happened, said once after the redirect. */
const DONE = new Map([
  ['in_force', 'The declaration is in force: it promises no more than the one before.'],
  ['waiting', 'The declaration is submitted. A second person decides on it.'],
  ['approve', 'The declaration is in force.'],
  ['reject', 'The declaration is rejected. Its authors see your reason.'],
  ['withdrawn', 'The declaration is withdrawn.'],
]);
