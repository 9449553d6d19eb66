/** What changed between the answers of two versions, in words. Pure. */
import type { StoredAnswer } from './answer.store.ts';
import { isSame } from './facts.ts';
import { type Framework, type Question, questionsOf } from './framework.ts';
import { sayAnswer } from './say-answer.ts';

export interface AnswerDifference {
  readonly question: Question;
  readonly before: string | null;
  readonly after: string | null;
}

/** By the questions of the later version's framework; questions the earlier one did not ask count as not answered. */
export function answerDifferences(
  framework: Framework,
  after: ReadonlyMap<string, StoredAnswer>,
  before: ReadonlyMap<string, StoredAnswer>,
): AnswerDifference[] {
  return questionsOf(framework)
    .filter(({ id }) => !isSame(after.get(id)?.value, before.get(id)?.value))
    .map((question) => {
      const say = (answers: ReadonlyMap<string, StoredAnswer>) => {
        const value = answers.get(question.id)?.value;
        return value === undefined ? null : sayAnswer(framework, question, value);
      };
      return { question, before: say(before), after: say(after) };
    });
}
