import type { Db } from '../src/base/index.ts';
import type { Viewer } from '../src/identity/index.ts';
import {
  createProject,
  type OutcomeAnswers,
  type Project,
  recordOutcome,
  requireProjectById,
  saveOutcome,
} from '../src/projects/index.ts';

let made = 0;

/** A project of an authority, made by a person who may. */
export async function aProject(
  db: Db,
  viewer: Viewer,
  given: { authorityId: number; title?: string; slug?: string; summary?: string; createdAt?: Date },
): Promise<Project> {
  const title = given.title ?? `Clean air at the school gate ${++made}`;
  const { id } = await db.transaction().execute((tx) => createProject(tx, viewer, { ...given, title }));
  return requireProjectById(db, id);
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
