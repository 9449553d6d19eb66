import type { FastifyInstance } from 'fastify';
import { listAssessments } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { can, type PersonViewer, rolesOf } from '../../../identity/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  CLEARANCE_KINDS,
  type Clearance,
  findEmergency,
  findStanding,
  listClearances,
  listRulings,
  type MissingRequirement,
  mayClear,
  missingRequirements,
  type Project,
  sayRoles,
} from '../../../projects/index.ts';
import { declarationHistory, resumeDeclaration } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { evidenceWords, kindWords, standingWords, whyMissing } from './clearance-words.ts';

/** What the project needs cleared, who may, what is, and how it stands for it. */
export function clearancesPage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/clearances';

  app.get(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    return sendPage(reply, 'projects/clearances/clearances.njk', {
      page: await pageForProject(db, request, project, {
        title: 'Clearances',
        breadcrumbs: [
          { text: 'Projects', href: '/projects' },
          { text: project.title, href: home },
          { text: 'Clearances' },
        ],
      }),
      ...{ project, home, errors: null },
      ...(await shown(person, project)),
    });
  });

  app.post(`${path}/resume`, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const inForce = (await declarationHistory(db, person, project.id)).find((each) => each.state === 'in_force');
    try {
      const decision = { reason: readForm(request.body).text('reason'), at: clock.now() };
      await db.transaction().execute((tx) => resumeDeclaration(tx, person, inForce?.id ?? 0, decision));
    } catch (error) {
      return sendPage(reply, 'projects/clearances/clearances.njk', {
        page: await pageForProject(db, request, project, { title: 'Clearances', error: true }),
        ...{ project, home, errors: showErrors([asFieldError(error, 'resume')]) },
        ...(await shown(person, project)),
      });
    }
    return reply.redirect(`${home}/clearances`, 303);
  });

  async function shown(person: PersonViewer, project: Project) {
    const [declaration, live, clearances, standing, emergency, rulings] = await Promise.all([
      missingRequirements(db, project.id, 'declaration'),
      missingRequirements(db, project.id, 'live'),
      listClearances(db, project.id),
      findStanding(db, project.id),
      findEmergency(db, project.id),
      listRulings(db, project.id),
    ]);
    const assessments = await listAssessments(db, person, project.id);
    const titles = new Map(assessments.map((each) => [each.assessmentId, each.framework.title]));
    const needed = await neededRows(person, project, declaration, live);
    const may = (permission: Parameters<typeof can>[1]) => can(person, permission, project.authorityId);
    const isAtRisk = standing?.isAtRisk || standing?.isSuspended;
    return {
      needed,
      cleared: clearances.filter(({ stands }) => stands).map((each) => clearedRow(each, titles)),
      earlier: clearances.filter(({ stands }) => !stands).map((each) => clearedRow(each, titles)),
      notNeeded: ALL_CLEARANCE_KINDS.filter(
        (kind) =>
          !needed.some((row) => row.kind === kind) && !clearances.some((each) => each.stands && each.kind === kind),
      ).map(kindWords),
      standing: standingWords(standing),
      ...{ emergency, rulings },
      may: {
        record: needed.some((row) => row.mine) || (await anyRole(person, project)),
        withdraw: may('clearance.revoke'),
        emergency: may('risk.rule'),
        continuity: may('risk.rule') && standing?.isContinuity && isAtRisk,
        resume: may('declaration.approve') && standing?.isSuspended && declaration.length === 0,
      },
    };
  }

  async function neededRows(
    person: PersonViewer,
    project: Project,
    declaration: MissingRequirement[],
    live: MissingRequirement[],
  ) {
    const kinds = new Map([...live, ...declaration].map((each) => [each.kind, each]));
    return Promise.all(
      [...kinds.values()].map(async (each) => ({
        kind: each.kind,
        title: kindWords(each.kind),
        what: CLEARANCE_KINDS[each.kind].what,
        who: sayRoles(each.roles),
        why: whyMissing(each),
        before: declaration.some(({ kind }) => kind === each.kind)
          ? 'before the declaration comes into force'
          : 'before the project is live',
        mine: await mayClear(db, person.personId, project.id, each.kind),
      })),
    );
  }

  async function anyRole(person: PersonViewer, project: Project): Promise<boolean> {
    const held = await rolesOf(db, person.personId, project.authorityId);
    return held.length > 0 && can(person, 'clearance.grant', project.authorityId);
  }
}

function clearedRow(clearance: Clearance, titles: ReadonlyMap<number, string>) {
  return {
    ...clearance,
    title: kindWords(clearance.kind),
    evidence: evidenceWords(clearance, titles),
    asks: clearance.asksFor.map(kindWords).join(', '),
  };
}
