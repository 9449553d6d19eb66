import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can } from '../../../identity/index.ts';
import {
  findEmergency,
  findOutcome,
  findStanding,
  listProjectPeople,
  missingRequirements,
  STAGE_SAYS,
  verdictOf,
} from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { standingWords } from '../clearances/clearance-words.ts';
import { pageForProject, projectOf } from '../page.ts';
import { STAGE_WORDS, VERDICT_WORDS } from '../words.ts';
import { declarationState, deviceCounts, openAlerts, openFindings, readingsOfTheWeek } from './overview.store.ts';
import { chosenVerdict, nextStep, projectTasks } from './project-tasks.ts';
import { refusalWords } from './refusal-words.ts';

/** The officer's page of a project: what is next, and where everything stands. */
export function projectPage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/projects/:authority/:slug', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const [outcome, people, declaration, devices, readings, findings, alerts, needed, forLive, standing, emergency] =
      await Promise.all([
        findOutcome(db, project.id),
        listProjectPeople(db, project.id),
        declarationState(db, project.id),
        deviceCounts(db, project.id),
        readingsOfTheWeek(db, project.id, clock.now()),
        openFindings(db, person, project.id),
        openAlerts(db, project.id),
        missingRequirements(db, project.id, 'declaration'),
        missingRequirements(db, project.id, 'live'),
        findStanding(db, project.id),
        findEmergency(db, project.id),
      ]);
    const { waiting } = declaration;
    const mayDecide =
      waiting !== null &&
      waiting.submittedById !== person.personId &&
      !waiting.writers.includes(person.personId) &&
      can(person, 'declaration.approve', project.authorityId);
    const missing = [...needed, ...forLive.filter(({ kind }) => !needed.some((each) => each.kind === kind))];
    const facts = { home, outcome, declaration, devices, stored: readings.stored, mayDecide, missing };
    const { recorded } = outcome;
    const model = {
      page: await pageForProject(db, request, project, {
        title: project.title,
        wide: true,
        breadcrumbs: [{ text: 'Projects', href: '/projects' }, { text: project.title }],
      }),
      project,
      home,
      people,
      declaration,
      devices,
      readings,
      findings,
      alerts,
      missing,
      emergency,
      standing: standingWords(standing),
      publicHref: `/register/${project.authoritySlug}/projects/${project.slug}`,
      stage: { word: STAGE_WORDS[project.stage], says: STAGE_SAYS[project.stage] },
      next: nextStep(facts),
      tasks: projectTasks(facts),
      outcome: recorded && {
        statement: recorded.answers.outcome?.statement,
        action: recorded.answers.action,
        verdict: recorded.verdict && VERDICT_WORDS[recorded.verdict],
        chosen: VERDICT_WORDS[chosenVerdict(outcome)!],
        against: recorded.verdict !== recorded.chosenVerdict,
        reason: recorded.reason,
        because: verdictOf(recorded.answers)?.because ?? [],
        version: recorded.version,
        savedAt: recorded.savedAt,
        savedBy: recorded.savedBy,
      },
      refused: readings.refused.map((each) => ({ ...each, ...refusalWords(each.reason) })),
      deviceTotal: devices.reduce((sum, each) => sum + each.count, 0),
      may: {
        edit: can(person, 'project.edit', project.authorityId),
        record: can(person, 'outcome.record', project.authorityId),
      },
    };
    return sendPage(reply, 'projects/officer/project.njk', model);
  });
}
