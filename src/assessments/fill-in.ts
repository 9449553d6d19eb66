import type { Tx } from '../base/index.ts';
import { listAnswers, sharedAnswers, writeAnswer } from './answer.store.ts';
import { readAnswer } from './answers.ts';
import { loadFacts } from './facts.store.ts';
import { FACTS, factOf } from './facts.ts';
import { type Framework, questionsOf } from './framework.ts';

/**
 * Answers what is not answered yet: first from what the declaration, the outcome record and the register know, then from
 * answers to the same fact in other assessments of the project. Nobody is made an author by it.
 */
export async function fillIn(
  tx: Tx,
  given: {
    versionId: number;
    authorityId: number;
    assessmentId: number;
    projectId: number;
    framework: Framework;
    at: Date;
  },
): Promise<void> {
  const { versionId, authorityId, framework, projectId, at } = given;
  const source = await loadFacts(tx, projectId);
  const elsewhere = await sharedAnswers(tx, { projectId, exceptAssessmentId: given.assessmentId });
  const answered = await listAnswers(tx, versionId);
  const from = (fact: string) =>
    `${FACTS[fact]!.from}${FACTS[fact]!.from === 'the declaration' ? `, version ${source.declaration?.version}` : ''}`;
  for (const question of questionsOf(framework)) {
    if (answered.has(question.id)) continue;
    const fact = question.fact === undefined ? undefined : factOf(question.fact, source);
    if (fact !== undefined) {
      const originSays = from(question.fact!);
      const row = { questionId: question.id, value: fact, origin: 'fact' as const, originSays, factValue: fact };
      await writeAnswer(tx, authorityId, versionId, { ...row, by: null, at });
      continue;
    }
    const shared = elsewhere.find((each) => each.shared === question.shared && each.answer === question.answer);
    if (!shared) continue;
    const read = readAnswer(framework, question, shared.value);
    if ('problem' in read || read.value === undefined) continue;
    const row = { questionId: question.id, value: read.value, origin: 'shared' as const, originSays: shared.says };
    await writeAnswer(tx, authorityId, versionId, { ...row, by: null, at });
  }
}
