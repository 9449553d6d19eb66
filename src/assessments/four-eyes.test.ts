import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anAnsweredAssessment, assessmentPeople } from '../../test/build-assessments.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import { LamppostError, type Tx } from '../base/index.ts';
import type { PersonViewer } from '../identity/index.ts';
import { listClearances } from '../projects/index.ts';
import {
  acceptAssessment,
  passOn,
  readAssessment,
  reviewQuestions,
  saveAnswers,
  sendBack,
  startAssessment,
  submitAssessment,
  withdrawAssessment,
} from './index.ts';

const { db } = await aDatabase();
const { authorityId } = await anAuthority(db);
const people = await assessmentPeople(db, authorityId);
/** Everybody may do everything that roles allow, so that only the rule of different people holds them. */
const everybody = await Promise.all(
  [1, 2, 3].map(() => aPerson(db, { authorityId, roles: ['project_lead', 'information_governance', 'siro'] })),
);
const code = 'dpia-screening';

type Act = (tx: Tx, who: PersonViewer, versionId: number, projectId: number) => Promise<unknown>;
const ACTS: Record<string, Act> = {
  write: async (tx, who, id, projectId) => {
    const { answers } = await readAssessment(tx, who, { projectId, code });
    const { revision, value } = answers.get('reasons')!;
    return saveAnswers(tx, who, id, [{ questionId: 'reasons', raw: `${value}.`, revision }]);
  },
  submit: (tx, who, id) => submitAssessment(tx, who, id),
  judge: (tx, who, id) => reviewQuestions(tx, who, id, [{ questionId: 'reasons', state: 'fine' }]),
  back: (tx, who, id) => sendBack(tx, who, id, { remark: 'Say more.' }),
  pass: (tx, who, id) => passOn(tx, who, id, { remark: '' }),
  accept: (tx, who, id) => acceptAssessment(tx, who, id, {}),
  withdraw: (tx, who, id) => withdrawAssessment(tx, who, id, { reason: 'Enough.' }),
  renew: (tx, who, _id, projectId) => startAssessment(tx, who, { projectId, code }),
};

test('no sequence of acts by any people accepts an assessment that one of them wrote or evaluated, or clears without one', async () => {
  const any = fc.tuple(fc.constantFrom(...Object.keys(ACTS)), fc.nat({ max: 2 }));
  const onwards = fc.constantFrom<[string, number]>(['submit', 0], ['pass', 1], ['accept', 2]); // so that some are accepted
  const step = fc.oneof(any, onwards);
  let everAccepted = false;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
      const { id: projectId } = await aProject(db, people.author.viewer, { cleared: [], authorityId });
      await anAnsweredAssessment(db, people, { projectId });
      for (const [act, who] of [['submit', 0], ...steps] as [string, number][]) {
        const { version } = await readAssessment(db, people.author.viewer, { projectId, code });
        await db
          .transaction()
          .execute((tx) => ACTS[act]!(tx, everybody[who]!.viewer, version.id, projectId))
          .catch((error: unknown) => assert.ok(error instanceof LamppostError, String(error)));
        const { versions } = await readAssessment(db, people.author.viewer, { projectId, code });
        for (const each of versions) {
          const parts = [each.evaluatedBy, each.validatedBy].filter((part) => part !== null);
          assert.ok(!parts.some((part) => each.writers.includes(part)));
          assert.equal(new Set(parts).size, parts.length);
        }
        const accepted = versions.filter(({ state }) => state === 'accepted');
        everAccepted ||= accepted.length > 0;
        const standing = (await listClearances(db, projectId)).filter(({ stands }) => stands);
        assert.deepEqual(
          standing.map(({ evidence }) => (evidence as { version: number }).version),
          accepted.map(({ version: number }) => number),
        );
      }
    }),
    {
      numRuns: 12,
      examples: [
        [
          [
            ['pass', 1],
            ['accept', 2],
            ['renew', 0],
            ['submit', 1],
            ['pass', 2],
            ['accept', 1],
          ],
        ],
      ],
    },
  );
  assert.ok(everAccepted);
});
