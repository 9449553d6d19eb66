import { type Clock, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { addWriter, listAnswers, valuesOf, writeAnswer } from './answer.store.ts';
import { ownWork } from './assessments.errors.ts';
import { judge } from './engine.ts';
import { noteAct } from './note-act.ts';
import { staleAnswers } from './read-assessment.ts';
import { requireToChange } from './require-version.ts';

/**
 * Takes over what the declaration and the register say by now, where an answer said what they said before. Answers in
 * people's own words stay and are still shown as out of date. Says how many followed.
 */
export async function followFacts(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  clock: Clock = systemClock,
): Promise<number> {
  const asked = {
    permission: 'assessment.write',
    states: ['draft', 'to_correct'],
    wanted: 'brought up to date',
  } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  if (version.evaluatedBy === person.personId) throw ownWork({ part: 'evaluator' });
  const answers = await listAnswers(tx, versionId);
  const stale = await staleAnswers(tx, version, judge(version.framework, valuesOf(answers)), answers);
  const following = stale.filter((each) => each.canFollow);
  for (const { question, from, now } of following) {
    const row = { questionId: question.id, value: now!, origin: 'fact' as const, originSays: from, factValue: now! };
    await writeAnswer(tx, version.authorityId, versionId, { ...row, by: person.personId, at: clock.now() });
  }
  if (following.length === 0) return 0;
  await addWriter(tx, versionId, person.personId);
  await noteAct(tx, viewer, version, 'assessment.follow-facts', { facts: { answers: following.length } });
  return following.length;
}
