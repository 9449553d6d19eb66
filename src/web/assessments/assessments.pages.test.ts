import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { assessmentPagesOn } from '../../../test/build-assessment-pages.ts';
import { anAcceptedAssessment, anAnsweredAssessment, assessmentPeople } from '../../../test/build-assessments.ts';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aVisitor, type Shown, type Visitor } from '../../../test/build-project-pages.ts';
import { aProject } from '../../../test/build-projects.ts';
import { aDatabase } from '../../../test/database.ts';
import { listPublishedAssessments, withdrawAssessment } from '../../assessments/index.ts';

const { db } = await aDatabase();
const app = await assessmentPagesOn(db);
after(() => app.close());
const here = await anAuthority(db, { name: 'Brookmere' });
const there = await anAuthority(db, { name: 'Elmstead' });
const people = await assessmentPeople(db, here.id);
const stranger = await aPerson(db, { authorityId: there.id });
const authorSees = await aVisitor(app, db, people.author);
const evaluatorSees = await aVisitor(app, db, people.evaluator);
const validatorSees = await aVisitor(app, db, people.validator);
const strangerSees = await aVisitor(app, db, stranger);

/** Goes where a button leads that is a link. */
const press = (sees: Visitor, { page }: Shown, name: string) =>
  sees(page.getByRole('button', { name }).getAttribute('href')!);
const aHome = async (title?: string) => {
  const project = await aProject(db, people.author.viewer, {
    cleared: [],
    authorityId: here.id,
    ...(title ? { title } : {}),
  });
  return { project, home: `/projects/${here.slug}/${project.slug}/assessments` };
};
const WHAT = 'What will be measured, and what happens with it?';
const PERSONAL = 'Can any of the data, alone or matched with other data, be about a person?';
const LAW = 'Is any of it for preventing, investigating or prosecuting crime, by a body with powers to do so?';
const WHY = 'Why do you think a DPIA is, or is not, needed?';

describe('a screening on pages', () => {
  it('goes from the list through questions, check, evaluation and acceptance to the public', async () => {
    const { project, home } = await aHome();
    const list = await authorSees(home);
    list.page.getByRole('heading', { name: 'Needed before readings may be stored' });
    const begun = await list.submit('Begin DPIA screening');
    assert.equal(begun.heading, 'DPIA screening');
    const first = await press(authorSees, begun, 'Answer the next question');
    assert.equal(first.heading, WHAT);
    const blank = await first.submit('Save and continue');
    assert.equal(blank.status, 400);
    blank.page.getByRole('link', { name: 'Write an answer' });
    const second = await blank.submit('Save and continue', { [WHAT]: 'Gases are measured outside schools.' });
    assert.equal(second.heading, PERSONAL);
    second.page.getByText(/Working assumption, not legal advice/);
    const third = await second.submit('Save and continue', { [PERSONAL]: 'No' });
    assert.equal(third.heading, LAW);
    const fourth = await third.submit('Save and continue', { [LAW]: 'No' });
    assert.equal(fourth.heading, WHY);
    const check = await fourth.submit('Save and continue', { [WHY]: 'Gases say nothing of people.' });
    assert.equal(check.heading, 'Check your answers');
    check.page.getByText('No DPIA is required');
    const submitted = await check.submit('Submit for review');
    submitted.page.getByText(/Somebody else evaluates it/);
    assert.equal(submitted.page.queryByRole('button', { name: /Evaluate/ }), null);

    const review = await press(evaluatorSees, await evaluatorSees(`${home}/dpia-screening`), 'Evaluate it');
    const passed = await review.submit('Pass it on to be accepted', { 'About the whole (optional)': 'Complete.' });
    passed.page.getByText(/The evaluation is done/);
    assert.equal(passed.page.queryByRole('button', { name: 'Accept it or send it back' }), null);

    const decide = await press(
      validatorSees,
      await validatorSees(`${home}/dpia-screening`),
      'Accept it or send it back',
    );
    assert.match(decide.body, /Evaluated <time.*<\/time> by Eve Evaluator: Complete/);
    const accepted = await decide.submit('Accept it');
    accepted.page.getByText('The assessment is accepted and public.');

    const open = await app.inject({
      url: `/register/${here.slug}/projects/${project.slug}/assessments/dpia-screening`,
    });
    assert.equal(open.statusCode, 200);
    assert.match(open.body, /Gases say nothing of people/);
    assert.doesNotMatch(open.body, /Ann Author|Eve Evaluator|Val Validator/);
  });

  it('is sent back with a comment, which its author sees beside the question', async () => {
    const { project, home } = await aHome();
    await anAnsweredAssessment(db, people, { projectId: project.id, answers: { personal_data: 'no' } });
    await (await authorSees(`${home}/dpia-screening/check`)).submit('Submit for review');
    const review = await evaluatorSees(`${home}/dpia-screening/review`);
    const back = await review.submit('Send it back', {
      [`Your judgement of: ${WHY}`]: 'To correct',
      [`Comment on: ${WHY} (optional)`]: 'Say what the officer thinks.',
    });
    back.page.getByText(/went back to its authors/);
    const check = await press(authorSees, await authorSees(`${home}/dpia-screening`), 'Check the answers');
    check.page.getByText('Say what the officer thinks.');
    const again = await check.follow(`Change the answer to: ${WHY}`);
    again.page.getByText('Say what the officer thinks.');
    const changed = await again.submit('Save and continue', { [WHY]: 'The officer agrees.' });
    assert.equal(changed.heading, 'Check your answers');
  });

  it('warns the slower of two people, shows both answers, and lets them choose', async () => {
    const { project, home } = await aHome();
    await anAnsweredAssessment(db, people, { projectId: project.id, answers: { personal_data: 'no' } });
    const other = await aPerson(db, { authorityId: here.id, name: 'Otto Other' });
    const otherSees = await aVisitor(app, db, other);
    const mine = await authorSees(`${home}/dpia-screening/answer/reasons`);
    await (await otherSees(`${home}/dpia-screening/answer/reasons`)).submit('Save and continue', { [WHY]: 'Theirs.' });
    const warned = await mine.submit('Save and continue', { [WHY]: 'Mine.' });
    assert.equal(warned.status, 400);
    warned.page.getByRole('link', { name: /Otto Other changed this answer while you were writing/ });
    warned.page.getByText('Theirs.');
    assert.equal((warned.page.getByLabelText(WHY) as HTMLTextAreaElement).value, 'Mine.');
    const chosen = await warned.submit('Save and continue');
    chosen.page.getByText('Mine.');
  });
});

describe('the pages of assessments', () => {
  it('do not exist for people of another authority', async () => {
    const { project, home } = await aHome();
    await anAcceptedAssessment(db, people, { projectId: project.id });
    const tails = [
      '',
      '/check',
      '/review',
      '/plan',
      '/plan.csv',
      '/versions',
      '/versions/1',
      '/versions/1/assessment.json',
      '/withhold',
      '/answer/what',
      '/withdraw',
    ];
    for (const tail of tails) assert.equal((await strangerSees(`${home}/dpia-screening${tail}`)).status, 404, tail);
    assert.equal((await strangerSees(home)).status, 404);
    assert.equal((await strangerSees(`/frameworks/${here.slug}`)).status, 404);
  });

  it('show nobody a draft in public', async () => {
    const { project } = await aHome();
    await anAnsweredAssessment(db, people, { projectId: project.id });
    const { statusCode } = await app.inject({
      url: `/register/${here.slug}/projects/${project.slug}/assessments/dpia-screening`,
    });
    assert.equal(statusCode, 404);
  });

  it('say in public that what was accepted has been withdrawn', async () => {
    const { project } = await aHome();
    const id = await anAcceptedAssessment(db, people, { projectId: project.id });
    const { viewer } = people.validator;
    await db.transaction().execute((tx) => withdrawAssessment(tx, viewer, id, { reason: 'The gate was moved' }));
    const { body } = await app.inject({
      url: `/register/${here.slug}/projects/${project.slug}/assessments/dpia-screening`,
    });
    assert.match(body, /It was withdrawn, so it clears nothing any more/);
    assert.match(body, /The gate was moved/);
    const [listed, ...others] = await listPublishedAssessments(db, project.id);
    assert.equal(listed!.state, 'withdrawn');
    assert.equal(others.length, 0);
  });

  it('withhold an answer from the public with a reason that is public', async () => {
    const { project, home } = await aHome();
    await anAcceptedAssessment(db, people, {
      projectId: project.id,
      answers: { reasons: 'The gate stands open at night.' },
    });
    const page = await validatorSees(`${home}/dpia-screening/withhold`);
    const missing = await page.submit('Withhold it', { 'Which answer?': WHY });
    assert.equal(missing.status, 400);
    await missing.submit('Withhold it', { 'Which answer?': WHY, 'Why?': 'It would help a thief.' });
    const open = await app.inject({
      url: `/register/${here.slug}/projects/${project.slug}/assessments/dpia-screening`,
    });
    assert.match(open.body, /It would help a thief/);
    assert.doesNotMatch(open.body, /stands open at night/);
  });

  it('keep an action plan with owners and dates, and give it as CSV', async () => {
    const { project, home } = await aHome();
    await anAnsweredAssessment(db, people, { projectId: project.id });
    const wrong = await (await authorSees(`${home}/dpia-screening/plan`)).submit('Add the action', {
      'What will be done?': 'Write to schools',
    });
    wrong.page.getByRole('link', { name: /Write who will do it/ });
    const due = { 'Who does it?': 'Ann', Day: '31', Month: '2', Year: '2027' };
    const unreal = await wrong.submit('Add the action', due);
    unreal.page.getByRole('link', { name: /real date/ });
    const added = await unreal.submit('Add the action', { Day: '28' });
    const done = await added.submit('Mark as done: Write to schools', { 'How it was done (optional)': 'By letter' });
    assert.match(done.body, /Done <time.*<\/time> by Ann Author: By letter/);
    const { body } = await authorSees(`${home}/dpia-screening/plan.csv`);
    assert.match(body, /^action,owner,due,state,done_at,how,question\r\nWrite to schools,Ann,2027-02-28,done,/);
  });

  it('show every version and what changed', async () => {
    const { project, home } = await aHome();
    await anAcceptedAssessment(db, people, { projectId: project.id, answers: { reasons: 'Old reasons.' } });
    await anAcceptedAssessment(db, people, { projectId: project.id, answers: { reasons: 'New reasons.' } });
    const { page, follow } = await authorSees(`${home}/dpia-screening/versions`);
    page.getByText('Old reasons.');
    page.getByText('New reasons.');
    const old = await follow('Version 1');
    old.page.getByText('Old reasons.');
    assert.equal(old.page.queryByText('New reasons.'), null);
  });

  it('give every version as a PDF with its title and language', async () => {
    const { project, home } = await aHome();
    await anAcceptedAssessment(db, people, { projectId: project.id });
    const { body, status } = await authorSees(`${home}/dpia-screening/versions/1/assessment.pdf`);
    assert.equal(status, 200);
    assert.match(body, /^%PDF-1\.5/);
    assert.match(body, /\/Lang \(en-GB\)/);
    assert.match(body, /\/StructTreeRoot/);
  });

  it('take an exported assessment in, and refuse what is none, saying where', async () => {
    const from = await aHome();
    await anAcceptedAssessment(db, people, { projectId: from.project.id, answers: { reasons: 'As exported.' } });
    const { body } = await authorSees(`${from.home}/dpia-screening/versions/1/assessment.json`);
    const to = await aHome();
    const form = await authorSees(to.home.replace('/assessments', '/import-assessment'));
    const refused = await form.submit('Import', {
      'Or paste its text': body.replace('"answers": {', '"answers": { "personal_data": "maybe", "x": '),
    });
    assert.equal(refused.status, 400);
    const wrong = await form.submit('Import', {
      'Or paste its text': body.replace('"personal_data": "no"', '"personal_data": "maybe"'),
    });
    wrong.page.getByRole('link', { name: /answers\.personal_data: Choose yes, no or not sure/ });
    const imported = await form.submit('Import', { 'Or paste its text': body });
    imported.page.getByText(/imported as a draft/);
    (await press(authorSees, imported, 'Check the answers')).page.getByText('As exported.');
  });
});
