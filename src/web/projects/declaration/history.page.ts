import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { ROLES, type Role } from '../../../identity/index.ts';
import { declarationHistory, type HistoricDeclaration, listProperties, STATE_SAYS } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { pageForProject, projectOf } from '../page.ts';
import { changesBetween } from './declaration-facts.ts';

/** Every version of the declaration: what changed against the one before, who moved it on, and why it ended. */
export function declarationHistoryPage(app: FastifyInstance, { db }: House): void {
  app.get('/projects/:authority/:slug/declaration/history', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const [history, vocabulary] = await Promise.all([declarationHistory(db, person, project.id), listProperties(db)]);
    const nameOf = (code: string) => vocabulary.find((each) => each.code === code)?.name ?? code;
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'History of the declaration',
        back: { text: 'Back to the declaration', href: `${home}/declaration` },
      }),
      ...{ project, home },
      versions: history.map((version, index) => {
        const before = history[index + 1];
        return {
          version: version.version,
          state: STATE_SAYS[version.state],
          events: eventsOf(version),
          reason: version.decisionReason ?? version.endedReason,
          before: before?.version,
          changes: before ? changesBetween(version.body, before.body, nameOf) : [],
        };
      }),
    };
    return sendPage(reply, 'projects/declaration/history.njk', model);
  });
}

/** What happened to a version, oldest first. */
function eventsOf(version: HistoricDeclaration): { what: string; at: Date; by: string | null }[] {
  const role = version.decidedRole ? ` (${ROLES[version.decidedRole as Role]?.label ?? version.decidedRole})` : '';
  const decider = version.decidedByName && `${version.decidedByName}${role}`;
  const alone = version.inForceFrom && version.decidedBy === null;
  return [
    { what: 'Submitted', at: version.submittedAt, by: version.submittedByName },
    { what: alone ? 'In force at once, being narrower' : 'In force', at: version.inForceFrom, by: decider },
    { what: ENDED[version.state] ?? 'Ended', at: version.endedAt, by: version.state === 'rejected' ? decider : null },
  ].filter((event): event is { what: string; at: Date; by: string | null } => event.at !== null);
}

const ENDED: Partial<Record<HistoricDeclaration['state'], string>> = {
  rejected: 'Rejected',
  superseded: 'Superseded',
  withdrawn: 'Withdrawn',
};
