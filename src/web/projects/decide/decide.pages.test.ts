import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../../../test/build-identity.ts';
import { aVisitor, projectPagesOn } from '../../../../test/build-project-pages.ts';
import { aProject, aRecordedOutcome } from '../../../../test/build-projects.ts';
import { aDatabase } from '../../../../test/database.ts';
import { findOutcome } from '../../../projects/index.ts';

const { db } = await aDatabase();
const app = await projectPagesOn(db);
after(() => app.close());
const { id: authorityId, slug } = await anAuthority(db);
const lead = await aPerson(db, { authorityId });
const viewer = await aPerson(db, { authorityId, roles: ['viewer'] });
const open = await aVisitor(app, db, lead);
const viewerOpens = await aVisitor(app, db, viewer);

async function aHome() {
  const project = await aProject(db, lead.viewer, { authorityId });
  return { project, home: `/projects/${slug}/${project.slug}` };
}

const next = 'Save and continue';
const OUTCOME = 'The outcome, in one or two sentences';

describe('the four steps', () => {
  it('lead from one question to the next, to the check and to the verdict with its reasons', async () => {
    const { home } = await aHome();
    const outcome = await open(`${home}/decide`);
    assert.equal(outcome.heading, 'Who will be better off, and in what way?');
    const action = await outcome.submit(next, { [OUTCOME]: 'We respond faster when our area floods.' });
    const acting = await action.submit(next, {
      IF: 'The flood team',
      'HAD this information': 'which gullies are about to overflow',
      'THEN they could': 'clear them before the rain',
    });
    const insight = await acting.submit(next, {
      'Who is answerable for acting?': 'Head of highways',
      'What stops them from doing it today?': 'They do not know',
    });
    assert.equal(insight.heading, 'In which form do they need it?');
    const timing = await insight.submit(next, { forms: ['Prioritised list', 'Alert'] });
    const data = await timing.submit(next, {
      'How often do they need it?': 'Every hour',
      'Does it have to look ahead?': 'No',
    });
    const gap = await data.submit(next, {
      'Which existing data have you looked at?': 'The river gauges',
      'Is it enough?': 'No, it is not enough',
    });
    const people = await gap.submit(next, {
      'Why is existing data not enough?': 'Gauges are on rivers, not in streets',
      'Where would the missing data come from?': 'Only from new sensors',
    });
    const check = await people.submit(next, { 'Could the data be about people?': 'No' });
    assert.equal(check.heading, 'Check your answers');
    check.page.getByText('Prioritised list, Alert');
    const result = await check.submit('Record and see the verdict');
    assert.equal(result.heading, 'This is a smart-city project');
    result.page.getByText('The missing data can only come from measuring with sensors.');
    result.page.getByRole('button', { name: 'Write the declaration' });
  });

  it('skip what is missing when existing data is enough', async () => {
    const { home } = await aHome();
    const people = await (await open(`${home}/decide/data`)).submit(next, {
      'Which existing data have you looked at?': 'Repairs of five years',
      'Is it enough?': 'Yes, it is enough',
    });
    assert.equal(people.path, `${home}/decide/people`);
    assert.equal((await people.follow('Back')).path, `${home}/decide/data`);
  });

  it('say beside the field what is left out, link to it, and keep what was typed', async () => {
    const { home } = await aHome();
    const form = await open(`${home}/decide/action`);
    const back = await form.submit(next, { IF: 'Wardens' });
    assert.equal(back.status, 400);
    assert.match(back.body, /<title>Error: /);
    const link = back.page.getByRole('link', { name: 'Write what they would need to know' });
    assert.equal(link.getAttribute('href'), '#had_what');
    assert.equal((back.page.getByLabelText('IF') as HTMLInputElement).value, 'Wardens');
    const choice = await (await open(`${home}/decide/people`)).submit(next);
    const target = choice.page.getByRole('link', { name: /Choose whether/ }).getAttribute('href')!;
    assert.ok(choice.body.includes(`id="${target.slice(1)}"`));
  });

  it('save half an answer for later and go on where it was left', async () => {
    const { home, project } = await aHome();
    const page = await (await open(`${home}/decide/action`)).submit('Save and come back later', { IF: 'Wardens' });
    assert.equal(page.path, home);
    page.page.getByText('In progress');
    assert.equal((await findOutcome(db, project.id)).draft?.answers.action?.if_who, 'Wardens');
    assert.equal((await open(`${home}/decide`)).path, `${home}/decide/outcome`);
  });

  it('go back to the check after a change, by way of questions the change has opened', async () => {
    const { home, project } = await aHome();
    await aRecordedOutcome(db, lead.viewer, project.id, {
      outcome: { statement: 'Tenants live in dry homes.' },
      action: { if_who: 'A', had_what: 'B', then_what: 'C', who_acts: 'D', obstacle: 'both' },
      insight: { forms: ['map'], predictive: 'no', how_often: 'weekly' },
      data: { looked_at: 'Repairs', existing: 'enough', personal: 'yes' },
    });
    const check = await open(`${home}/decide/check`);
    const acting = await check.follow('Change: Who is answerable for acting?');
    const again = await acting.submit(next, { 'Who is answerable for acting?': 'Head of homes' });
    assert.equal(again.path, `${home}/decide/check`);
    again.page.getByText('Head of homes');
    const gap = await (await again.follow('Change: Is it enough?')).submit(next, { 'Is it enough?': 'There is none' });
    assert.equal(gap.path, `${home}/decide/gap?change`);
    const done = await gap.submit(next, {
      'Why is existing data not enough?': 'There is none',
      'Where would the missing data come from?': 'From asking, counting or visiting',
    });
    assert.equal(done.path, `${home}/decide/check`);
    const officer = await open(home);
    officer.page.getByText('Changes not recorded');
    const result = await done.submit('Record and see the verdict');
    assert.equal(result.heading, 'This is an ordinary data project');
    result.page.getByText(/Information alone will not be enough/);
    result.page.getByRole('heading', { name: /Version 1/ });
  });

  it('forget changes on request', async () => {
    const { home, project } = await aHome();
    await aRecordedOutcome(db, lead.viewer, project.id);
    await (await open(`${home}/decide/outcome?change`)).submit(next, { [OUTCOME]: 'Something else altogether.' });
    await (await open(`${home}/decide/check`)).submit('Forget the changes');
    assert.equal((await findOutcome(db, project.id)).draft, undefined);
  });

  it('are not offered to those who may only read', async () => {
    const { home, project } = await aHome();
    assert.equal((await viewerOpens(`${home}/decide/outcome`)).status, 403);
    await aRecordedOutcome(db, lead.viewer, project.id);
    const result = await viewerOpens(`${home}/decide/result`);
    assert.equal(result.status, 200);
    assert.equal(result.page.queryByRole('link', { name: 'Change answers' }), null);
  });

  it('refuse a form that another website sent', async () => {
    const { home, project } = await aHome();
    const page = await open(`${home}/decide/outcome`);
    for (const input of page.page
      .getByRole('button', { name: next })
      .closest('form')!
      .querySelectorAll('[name=_csrf]')) {
      (input as HTMLInputElement).value = 'forged';
    }
    const refused = await page.submit(next, { [OUTCOME]: 'x' });
    assert.equal(refused.status, 403);
    assert.equal((await findOutcome(db, project.id)).draft, undefined);
  });
});

describe('wording that names a technology', () => {
  const caught = 'We will put temperature sensors into all our social housing.';

  it('is saved, shown with the words marked, explained, and can be changed', async () => {
    const { home, project } = await aHome();
    const wording = await (await open(`${home}/decide/outcome`)).submit(next, { [OUTCOME]: caught });
    assert.equal(wording.heading, 'Look at the wording again');
    assert.ok(wording.body.includes('<mark>sensors</mark>'));
    wording.page.getByText(/is a technology/);
    assert.equal((await findOutcome(db, project.id)).draft?.answers.outcome?.statement, caught);
    const on = await wording.submit('Save the new wording', {
      'Who will be better off, and in what way?':
        'Our staff can tell which social tenants are in fuel poverty, so that support reaches them.',
    });
    assert.equal(on.path, `${home}/decide/action`);
  });

  it('can be kept with a reason, which the check page shows, and not without one', async () => {
    const { home } = await aHome();
    const wording = await (await open(`${home}/decide/outcome`)).submit(next, { [OUTCOME]: caught });
    const blank = await wording.submit('Keep it with this reason');
    assert.equal(blank.status, 400);
    blank.page.getByRole('link', { name: 'Write why the wording stays as it is' });
    const on = await blank.submit('Keep it with this reason', {
      'Why does it stay as it is?': 'The fund asks for it.',
    });
    assert.equal(on.path, `${home}/decide/action`);
    (await open(`${home}/decide/check`)).page.getByText('The fund asks for it.');
  });

  it('comes back when the new wording is caught too, and forgets the reason for the old', async () => {
    const { home, project } = await aHome();
    const wording = await (await open(`${home}/decide/outcome`)).submit(next, { [OUTCOME]: caught });
    await wording.submit('Keep it with this reason', { 'Why does it stay as it is?': 'Because.' });
    const again = await (await open(`${home}/decide/wording`)).submit('Save the new wording', {
      'Who will be better off, and in what way?': 'A dashboard for everyone.',
    });
    assert.equal(again.path, `${home}/decide/wording`);
    assert.equal((await findOutcome(db, project.id)).draft?.answers.outcome?.kept_because, '');
  });
});

describe('going against the verdict', () => {
  it('needs a choice and a reason, which is shown, and can be undone', async () => {
    const { home, project } = await aHome();
    await aRecordedOutcome(db, lead.viewer, project.id);
    const form = await (await open(`${home}/decide/result`)).follow('Go against the verdict');
    assert.equal(form.page.queryByRole('radio', { name: 'Smart-city project' }), null);
    const blank = await form.submit('Go against the verdict');
    blank.page.getByRole('link', { name: 'Write why you go against the verdict' });
    const gone = await blank.submit('Go against the verdict', {
      'What will you treat the project as?': 'Ordinary data project',
      'Why?': 'We begin with a survey.',
    });
    gone.page.getByText('We begin with a survey.');
    const page = await open(home);
    page.page.getByText(/because: We begin with a survey\./);
    assert.equal(page.page.queryByText('Connect devices'), null);
    await gone.submit('Follow the verdict after all');
    assert.equal((await findOutcome(db, project.id)).recorded?.chosenVerdict, 'smart_city_project');
  });
});
