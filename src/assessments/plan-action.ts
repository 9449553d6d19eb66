/** The action plan of an assessment: what is done about what it found, by whom, until when. It outlives versions. */

import { type Clock, systemClock, type Tx } from '../base/index.ts';
import { can, requirePermission, type Viewer } from '../identity/index.ts';
import { finishStoredAction, insertAction } from './action.store.ts';
import { readAnswer } from './answers.ts';
import { actionInvalid, actionUnknown, questionUnknown } from './assessments.errors.ts';
import { questionsOf } from './framework.ts';
import { noteAct } from './note-act.ts';
import { requireToChange, requireVersionById } from './require-version.ts';

const STATES = ['draft', 'in_review', 'to_correct', 'accepted', 'lapsed'] as const;

export interface NewAction {
  readonly body: string;
  readonly owner: string;
  readonly dueOn: string;
  readonly questionId?: string | undefined;
}

/** Adds an action. Authors and evaluators may; it needs words, an owner and a day. */
export async function planAction(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: NewAction,
  clock: Clock = systemClock,
): Promise<void> {
  const { version, person } = await requirePlanner(tx, viewer, versionId);
  const { authorityId, assessmentId, framework } = version;
  const [body, owner] = [given.body.trim(), given.owner.trim()];
  if (body === '' || body.length > 2000)
    throw actionInvalid({ field: 'body', problem: 'Write what will be done, in 2,000 characters or fewer' });
  if (owner === '' || owner.length > 200) throw actionInvalid({ field: 'owner', problem: 'Write who will do it' });
  const due = readAnswer(framework, { id: 'due', ask: 'Due', answer: 'date' }, given.dueOn);
  if ('problem' in due || due.value === undefined)
    throw actionInvalid({ field: 'dueOn', problem: 'Write a real date by which it will be done' });
  const questionId = given.questionId || null;
  if (questionId && !questionsOf(framework).some(({ id }) => id === questionId))
    throw questionUnknown({ question: questionId });
  const row = { authorityId, assessmentId, questionId, body, owner, dueOn: String(due.value), by: person.personId };
  await insertAction(tx, { ...row, at: clock.now() });
  await noteAct(tx, viewer, version, 'assessment.plan');
}

/** Marks an action as done, with a note on how. */
export async function finishAction(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: { actionId: number; note: string },
  clock: Clock = systemClock,
): Promise<void> {
  const { version, person } = await requirePlanner(tx, viewer, versionId);
  const note = given.note.trim().slice(0, 2000) || null;
  const row = { id: given.actionId, assessmentId: version.assessmentId, by: person.personId, at: clock.now(), note };
  if (!(await finishStoredAction(tx, row))) throw actionUnknown();
  await noteAct(tx, viewer, version, 'assessment.finish-action', { facts: { action: given.actionId } });
}

async function requirePlanner(tx: Tx, viewer: Viewer, versionId: number) {
  const { authorityId } = await requireVersionById(tx, versionId);
  const permission = can(viewer, 'assessment.evaluate', authorityId) ? 'assessment.evaluate' : 'assessment.write';
  requirePermission(viewer, permission, authorityId);
  return requireToChange(tx, viewer, versionId, { permission, states: STATES, wanted: 'planned for' });
}
