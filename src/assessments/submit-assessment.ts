import { type Clock, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { listAnswers, valuesOf } from './answer.store.ts';
import { markSubmitted } from './assessment.store.ts';
import { incomplete, ownWork } from './assessments.errors.ts';
import { judge } from './engine.ts';
import { noteAct } from './note-act.ts';
import { requireToChange } from './require-version.ts';

const MOST_NAMED = 5;

/** Hands a version in for review. Refuses one with gaps, naming them. Whoever submits it is one of its authors. */
export async function submitAssessment(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.write', states: ['draft', 'to_correct'], wanted: 'submitted' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  if (version.evaluatedBy === person.personId) throw ownWork({ part: 'evaluator' });
  const { missing } = judge(version.framework, valuesOf(await listAnswers(tx, versionId)));
  if (missing.length > 0) {
    const named = missing.slice(0, MOST_NAMED).map(({ question }) => question.ask);
    if (missing.length > MOST_NAMED) named.push(`and ${missing.length - MOST_NAMED} more`);
    throw incomplete({ field: missing[0]!.question.id, missing: named.join('; ') });
  }
  await markSubmitted(tx, versionId, person.personId, clock.now());
  await noteAct(tx, viewer, version, 'assessment.submit');
}
