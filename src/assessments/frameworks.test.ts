import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { completeAnswers } from '../../test/build-assessments.ts';
import type { AnswerValue } from './answers.ts';
import { readAnswer } from './answers.ts';
import { sharedTypes } from './check-framework.ts';
import { judge, pagesOf } from './engine.ts';
import { type Framework, type Question, questionsOf } from './framework.ts';
import { readFramework } from './read-framework.ts';
import { shippedFrameworks } from './shipped-frameworks.ts';

const frameworks = shippedFrameworks().map(({ framework }) => framework);
const anyFramework = fc.constantFrom(...frameworks);

/** Answers of the right types to any questions of a framework, with gaps. */
function anyAnswers(framework: Framework): fc.Arbitrary<Record<string, AnswerValue>> {
  const one = (question: Question): fc.Arbitrary<AnswerValue | undefined> => {
    const complete = completeAnswers(framework)[question.id] ?? 'no';
    const others: Record<string, AnswerValue[]> = {
      yes_no: ['yes', 'no', 'not_sure'],
      choice: question.options?.map(({ value }) => value) ?? [],
      scale: question.scale ? [question.scale.from, question.scale.to] : [],
    };
    return fc.option(fc.constantFrom(complete, ...(others[question.answer] ?? [])), { nil: undefined });
  };
  return fc.record(
    Object.fromEntries(questionsOf(framework).map((question) => [question.id, one(question)])),
  ) as fc.Arbitrary<Record<string, AnswerValue>>;
}

const anyCase = anyFramework.chain((framework) => anyAnswers(framework).map((answers) => ({ framework, answers })));

describe('any framework, with any answers', () => {
  test('an answer to a question that is not asked changes nothing', () => {
    fc.assert(
      fc.property(anyCase, ({ framework, answers }) => {
        const judged = judge(framework, answers);
        const asked = new Set(judged.asked.map(({ id }) => id));
        const kept = Object.fromEntries(Object.entries(answers).filter(([id]) => asked.has(id)));
        assert.deepEqual(judge(framework, kept), judged);
      }),
    );
  });

  test('what is missing is asked, and there is a result exactly when nothing is missing', () => {
    fc.assert(
      fc.property(anyCase, ({ framework, answers }) => {
        const { asked, missing, result } = judge(framework, answers);
        for (const { question } of missing) assert.ok(asked.includes(question));
        if (framework.results) assert.equal(result !== undefined, missing.length === 0);
      }),
    );
  });

  test('every question asked stands on exactly one page', () => {
    fc.assert(
      fc.property(anyCase, ({ framework, answers }) => {
        const { asked } = judge(framework, answers);
        assert.deepEqual(pagesOf(asked).flat(), asked);
      }),
    );
  });

  test('answers that complete a framework can be read again as they are', () => {
    for (const framework of frameworks) {
      const answers = completeAnswers(framework);
      assert.deepEqual(judge(framework, answers).missing, [], framework.framework);
      for (const question of questionsOf(framework).filter(({ id }) => answers[id] !== undefined))
        assert.deepEqual(
          readAnswer(framework, question, answers[question.id]),
          { value: answers[question.id] },
          question.id,
        );
    }
  });
});

describe('the frameworks that come with Lamppost', () => {
  test('agree on the type of every fact they share', () => {
    const types = new Map<string, string>();
    for (const framework of frameworks)
      for (const [shared, type] of sharedTypes(framework)) {
        assert.equal(types.get(shared) ?? type, type, `${shared} in ${framework.framework}`);
        types.set(shared, type);
      }
  });

  test('name a source or say that a question has none', () => {
    for (const framework of frameworks)
      for (const section of framework.sections)
        for (const question of section.questions)
          assert.ok(question.own || question.source || section.source, `${framework.framework}: ${question.id}`);
  });

  test('have short names of their own', () => {
    assert.equal(new Set(frameworks.map((each) => each.framework)).size, frameworks.length);
  });
});

describe('a framework file', () => {
  test('as the documentation shows one is good', () => {
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/frameworks.md', 'utf8'))!;
    assert.equal(readFramework(example!, 'frameworks.md').framework, 'tree-ethics');
    assert.equal(
      readFramework(JSON.stringify(readFramework(example!, 'a.yaml')), 'a.json').title,
      'Ethics of talking trees',
    );
  });

  test('that is wrong is refused with line, field and reason', () => {
    const good = readFileSync('src/assessments/frameworks/01-dpia-screening.yaml', 'utf8');
    const refused = (text: string, says: RegExp) =>
      assert.throws(() => readFramework(text, 'mine.yaml'), { code: 'ASM_FRAMEWORK_INVALID', message: says });
    refused(
      good.replace('answer: text', 'answer: essay'),
      /line \d+, sections\[1\]\.questions\[1\]\.answer: must be one of yes_no/,
    );
    refused(good.replace('id: personal_data', 'id: what'), /questions\[2\]\.id: the question what stands here twice/);
    refused(
      good.replace('{ answer: tracking,', '{ answer: trackin,'),
      /findings\[\d+\]\.when: there is no question trackin/,
    );
    refused(
      good.replace('fact: declaration.personal', 'fact: declaration.colour'),
      /nothing is known as declaration\.colour/,
    );
    refused(good.replace('scope: project\n', ''), /scope: is missing; add it/);
    refused('a: [', /line 1/);
    refused('', /the file/);
  });

  test('cannot ask a question because of one that comes later', () => {
    const file = { ...frameworks[0]!, findings: [], results: [] };
    const section = (id: string, question: object) => ({
      id,
      title: id,
      questions: [{ id: `${id}_q`, ask: 'What?', answer: 'yes_no', own: true, ...question }],
    });
    const sections = [section('one', { shown_when: { answer: 'two_q', is: 'yes' } }), section('two', {})];
    assert.throws(
      () => readFramework(JSON.stringify({ ...file, sections }), 'x.json'),
      /there is no question two_q before this question/,
    );
  });
});
