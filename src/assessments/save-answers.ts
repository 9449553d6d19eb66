import { type Clock, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { addWriter, deleteAnswer, listAnswers, type StoredAnswer, writeAnswer } from './answer.store.ts';
import { type AnswerValue, readAnswer } from './answers.ts';
import type { AssessmentVersion } from './assessment.store.ts';
import { ownWork, questionUnknown } from './assessments.errors.ts';
import { loadFacts } from './facts.store.ts';
import { FACTS, factOf, isSame } from './facts.ts';
import { questionsOf } from './framework.ts';
import { noteAct } from './note-act.ts';
import { requireToChange } from './require-version.ts';

export interface AnswerChange {
  readonly questionId: string;
  /** As a form or a file has it; nothing takes the answer away. */
  readonly raw: unknown;
  /** The revision of the answer this change was written over; 0 when there was none. */
  readonly revision: number;
}

/** Somebody else changed the answer meanwhile: what stands there, so that the person can choose. Nothing was written. */
export interface Conflict {
  readonly questionId: string;
  readonly theirs: StoredAnswer | undefined;
  readonly mine: AnswerValue | undefined;
}

export interface Saved {
  readonly problems: readonly { questionId: string; problem: string }[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Saves answers, each for itself: what is wrong, or was changed by somebody else meanwhile, is reported and not written,
 * the others are kept. Who saves a change is an author from then on, so the version's evaluator may not.
 */
export async function saveAnswers(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  changes: readonly AnswerChange[],
  clock: Clock = systemClock,
): Promise<Saved> {
  const asked = { permission: 'assessment.write', states: ['draft', 'to_correct'], wanted: 'changed' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  if (version.evaluatedBy === person.personId) throw ownWork({ part: 'evaluator' });
  const by = { personId: person.personId, origin: 'typed' as const, says: null };
  const { saved, wrote } = await writeChanges(tx, version, changes, by, clock);
  if (wrote) {
    await addWriter(tx, versionId, person.personId);
    await noteAct(tx, viewer, version, 'assessment.write');
  }
  return saved;
}

/** Writes changes of somebody who may: the part that people and suppliers share. */
export async function writeChanges(
  tx: Tx,
  version: AssessmentVersion,
  changes: readonly AnswerChange[],
  by: { personId: number | null; origin: 'typed' | 'supplier'; says: string | null },
  clock: Clock,
): Promise<{ saved: Saved; wrote: boolean }> {
  const { framework, authorityId } = version;
  const stored = await listAnswers(tx, version.id);
  const source = version.projectId === null ? undefined : await loadFacts(tx, version.projectId);
  const problems: { questionId: string; problem: string }[] = [];
  const conflicts: Conflict[] = [];
  let wrote = false;
  for (const { questionId, raw, revision } of changes) {
    const question = questionsOf(framework).find((each) => each.id === questionId);
    if (!question) throw questionUnknown({ question: questionId });
    const read = readAnswer(framework, question, raw);
    if ('problem' in read) {
      problems.push({ questionId, problem: read.problem });
      continue;
    }
    const before = stored.get(questionId);
    if (isSame(before?.value, read.value)) continue;
    if ((before?.revision ?? 0) !== revision) {
      conflicts.push({ questionId, theirs: before, mine: read.value });
      continue;
    }
    wrote = true;
    if (read.value === undefined) {
      await deleteAnswer(tx, version.id, questionId);
      continue;
    }
    const fact = question.fact && source ? factOf(question.fact, source) : undefined;
    const linked = by.origin === 'typed' && fact !== undefined && isSame(fact, read.value);
    await writeAnswer(tx, authorityId, version.id, {
      questionId,
      value: read.value,
      origin: linked ? 'fact' : by.origin,
      originSays: linked ? FACTS[question.fact!]!.from : by.says,
      factValue: fact ?? null,
      by: by.personId,
      at: clock.now(),
    });
  }
  return { saved: { problems, conflicts }, wrote };
}
