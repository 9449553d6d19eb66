import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { JSDOM } from 'jsdom';
import { assessmentPagesOn } from '../../../../test/build-assessment-pages.ts';
import { anAnsweredAssessment, aSubmittedAssessment, assessmentPeople } from '../../../../test/build-assessments.ts';
import { anAuthority } from '../../../../test/build-identity.ts';
import { aVisitor, type Shown } from '../../../../test/build-project-pages.ts';
import { aProject } from '../../../../test/build-projects.ts';
import { aDatabase } from '../../../../test/database.ts';
import {
  acceptAssessment,
  passOn,
  readAssessment,
  startAssessment,
  submitAssessment,
} from '../../../assessments/index.ts';
import { sql, type Tx } from '../../../base/index.ts';

const { db } = await aDatabase();
const app = await assessmentPagesOn(db);
after(() => app.close());
const here = await anAuthority(db, { name: 'Brookmere' });
const people = await assessmentPeople(db, here.id);
const authorSees = await aVisitor(app, db, people.author);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const aHome = async () => {
  const project = await aProject(db, people.author.viewer, { cleared: [], authorityId: here.id });
  return { projectId: project.id, home: `/projects/${here.slug}/${project.slug}` };
};
const linkIn = ({ body }: Shown) => /\/guest\?token=[\w-]+/.exec(body)![0];
const invite = async (home: string, whom: string, name: string) =>
  linkIn(
    await (await authorSees(`${home}/guests`)).submit('Make the link', {
      'Whom?': whom,
      'Name of the supplier or board': name,
    }),
  );
const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
const post = (url: string, fields: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    payload: new URLSearchParams(fields).toString(),
  });
const tokenOf = (link: string) => link.split('token=')[1]!;

describe('a supplier with a link of its own', () => {
  it('answers what is open, sees nothing that others wrote, and its name stands beside its answers', async () => {
    const { projectId, home } = await aHome();
    await inTx((tx) => startAssessment(tx, people.author.viewer, { projectId, code: 'supplier-assurance' }));
    const contract = await authorSees(`${home}/assessments/supplier-assurance/answer/contract`);
    await contract.submit('Save and continue', { 'Which contract, and until when?': 'Secret contract 4711.' });
    const link = await invite(home, 'A supplier', 'Kerbside Instruments Ltd');
    const page = await get(link);
    assert.equal(page.statusCode, 200);
    assert.doesNotMatch(page.body, /4711/);
    const { document } = new JSDOM(page.body).window;
    const revision = (document.querySelector('input[name="r-owner"]') as HTMLInputElement).value;
    const saved = await post('/guest/answers', { token: tokenOf(link), 'r-owner': revision, 'q-owner': 'authority' });
    assert.match(saved.body, /Your answers are saved/);
    const { answers, version } = await readAssessment(db, people.author.viewer, {
      projectId,
      code: 'supplier-assurance',
    });
    assert.deepEqual(
      [answers.get('owner')!.value, answers.get('owner')!.origin, answers.get('owner')!.originSays],
      ['authority', 'supplier', 'Kerbside Instruments Ltd'],
    );
    assert.deepEqual(version.writers, [people.author.personId]);
  });

  it('cannot answer a question that staff answered, or anything once it is submitted', async () => {
    const { projectId, home } = await aHome();
    const versionId = await anAnsweredAssessment(db, people, { projectId, code: 'supplier-assurance' });
    const link = await invite(home, 'A supplier', 'Kerbside');
    await post('/guest/answers', { token: tokenOf(link), 'r-owner': '0', 'q-owner': 'supplier' });
    const { answers } = await readAssessment(db, people.author.viewer, { projectId, code: 'supplier-assurance' });
    assert.equal(answers.get('owner')!.value, 'authority');
    await inTx((tx) => submitAssessment(tx, people.author.viewer, versionId));
    assert.equal((await get(link)).statusCode, 404);
  });

  it('gets nowhere with a link that is over, was ended, was never made, or is for something else', async () => {
    const { projectId, home } = await aHome();
    await inTx((tx) => startAssessment(tx, people.author.viewer, { projectId, code: 'supplier-assurance' }));
    assert.equal((await get('/guest?token=nonsense')).statusCode, 404);
    assert.equal((await get('/guest')).statusCode, 404);
    const board = await invite(home, 'An ethics board', 'London board');
    assert.equal((await post('/guest/answers', { token: tokenOf(board) })).statusCode, 404);
    const ended = await invite(home, 'A supplier', 'Ended Ltd');
    await (await authorSees(`${home}/guests`)).submit('End the link of Ended Ltd');
    assert.equal((await get(ended)).statusCode, 404);
    const over = await invite(home, 'A supplier', 'Over Ltd');
    assert.equal((await get(over)).statusCode, 200);
    await sql`update assessments.guest_link set expires_at = now() - interval '1 day' where name = 'Over Ltd'`.execute(
      db,
    );
    assert.equal((await get(over)).statusCode, 404);
  });
});

describe('an ethics board with a link of its own', () => {
  it('reads what is submitted, not drafts, and its advice has to be answered before acceptance; both are published', async () => {
    const { projectId, home } = await aHome();
    const versionId = await aSubmittedAssessment(db, people, { projectId, answers: { reasons: 'Submitted reasons.' } });
    await anAnsweredAssessment(db, people, { projectId, code: 'loti-ethics', answers: { told: 'A draft of ours.' } });
    const link = await invite(home, 'An ethics board', 'London board');
    const page = await get(link);
    assert.match(page.body, /Submitted reasons/);
    assert.doesNotMatch(page.body, /A draft of ours/);
    const empty = await post('/guest/advice', { token: tokenOf(link), version: String(versionId), advice: ' ' });
    assert.equal(empty.statusCode, 400);
    const given = await post('/guest/advice', {
      token: tokenOf(link),
      version: String(versionId),
      advice: 'Ask the pupils.',
    });
    assert.match(given.body, /Your advice is kept/);

    await inTx((tx) => passOn(tx, people.evaluator.viewer, versionId, { remark: '' }));
    await assert.rejects(
      inTx((tx) => acceptAssessment(tx, people.validator.viewer, versionId, {})),
      { code: 'ASM_ADVICE_UNANSWERED' },
    );
    const validatorSees = await aVisitor(app, db, people.validator);
    const review = await validatorSees(`${home}/assessments/dpia-screening/review`);
    await review.submit('The advice is overruled', {
      'Why the advice is followed or overruled': 'They were asked in May.',
    });
    await inTx((tx) => acceptAssessment(tx, people.validator.viewer, versionId, {}));
    const slug = home.split('/').at(-1);
    const open = await get(`/register/${here.slug}/projects/${slug}/assessments/dpia-screening`);
    assert.match(open.body, /Ask the pupils/);
    assert.match(open.body, /They were asked in May/);
  });
});
