import { type Db, sql } from '../src/base/index.ts';
import { addPerson, type Viewer } from '../src/identity/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  type ClearanceKind,
  createProject,
  type OutcomeAnswers,
  type Project,
  recordOutcome,
  requireProjectById,
  saveOutcome,
} from '../src/projects/index.ts';

let made = 0;

/** A project of an authority, made by a person who may; with every clearance unless `cleared` names some. */
export async function aProject(
  db: Db,
  viewer: Viewer,
  given: {
    authorityId: number;
    title?: string;
    slug?: string;
    summary?: string;
    createdAt?: Date;
    cleared?: readonly ClearanceKind[];
  },
): Promise<Project> {
  const { cleared, ...project } = given;
  const title = given.title ?? `Clean air at the school gate ${++made}`;
  const { id } = await db.transaction().execute((tx) => createProject(tx, viewer, { ...project, title }));
  await clearProject(db, { authorityId: given.authorityId, projectId: id }, cleared);
  return requireProjectById(db, id);
}

/** Gives a project the clearances it has not, by somebody without a part in anything else. */
export async function clearProject(
  db: Db,
  project: { authorityId: number; projectId: number },
  kinds: readonly ClearanceKind[] = ALL_CLEARANCE_KINDS,
): Promise<void> {
  if (kinds.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const email = `clearer-${project.projectId}-${++made}@example.org`;
    const { id } = await addPerson(tx, { name: 'Somebody who clears', email });
    const evidence = { kind: 'document', title: 'An assessment', reference: 'A 1', datedOn: '2025-12-01' };
    await sql`insert into projects.clearance (authority_id, project_id, kind, evidence, granted_by, granted_at)
      select ${project.authorityId}, ${project.projectId}, wanted.kind, ${JSON.stringify(evidence)}, ${id}, '2025-12-01'
      from unnest(${[...kinds]}::text[]) as wanted (kind)
      where not exists (select 1 from projects.clearance c
        where c.project_id = ${project.projectId} and c.kind = wanted.kind and c.ended_at is null)`.execute(tx);
  });
}

/** Complete answers that make a smart-city project. */
export function answersForSchoolAir(): OutcomeAnswers {
  return {
    outcome: { statement: 'Children breathe cleaner air on their way to school.' },
    action: {
      if_who: 'The school streets team',
      had_what: 'the streets and hours in which the air outside schools is worst',
      then_what: 'close those streets at those hours and tell the schools',
      who_acts: 'Head of school streets',
      obstacle: 'not_knowing',
    },
    insight: { forms: ['prioritised_list', 'alert'], predictive: 'no', how_often: 'hourly' },
    data: {
      looked_at: 'The three monitoring stations of the borough and the national model.',
      existing: 'not_enough',
      why_not_enough: 'The stations stand on main roads, and the model does not know single streets.',
      new_data: 'sensors',
      personal: 'no',
    },
  };
}

/** Saves and records an outcome; the school air answers when none are given. */
export async function aRecordedOutcome(
  db: Db,
  viewer: Viewer,
  projectId: number,
  answers: OutcomeAnswers = answersForSchoolAir(),
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await saveOutcome(tx, viewer, projectId, answers);
    await recordOutcome(tx, viewer, projectId);
  });
}
