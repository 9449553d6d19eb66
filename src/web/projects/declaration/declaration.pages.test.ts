import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aVisitor, projectPagesOn, type Shown, type Visitor } from '../../../../test/build-project-pages.ts';
import { aProject, aRecordedOutcome } from '../../../../test/build-projects.ts';
import { aDeclarationBody, aDeclaredProperty } from '../../../../test/build-register.ts';
import { aDatabase } from '../../../../test/database.ts';
import {
  approveDeclaration,
  type DeclarationBody,
  declarationHistory,
  declarationInForce,
  saveDraft,
  submitDeclaration,
} from '../../../register/index.ts';

const { db } = await aDatabase();
const app = await projectPagesOn(db);
after(() => app.close());
const { id: authorityId, slug, name } = await anAuthority(db);
const lead = await aPerson(db, { authorityId, name: 'Lea Lead', roles: ['project_lead', 'approver'] });
const approver = await aPerson(db, { authorityId, name: 'Ada Approver', roles: ['approver', 'viewer'] });
const viewer = await aPerson(db, { authorityId, roles: ['viewer'] });
const leadOpens = await aVisitor(app, db, lead);
const approverOpens = await aVisitor(app, db, approver);
const viewerOpens = await aVisitor(app, db, viewer);

const next = 'Save and continue';

async function aHome() {
  const project = await aProject(db, lead.viewer, { authorityId });
  return { project, home: `/projects/${slug}/${project.slug}/declaration` };
}

async function submitted(body: DeclarationBody = aDeclarationBody(), at?: Awaited<ReturnType<typeof aHome>>) {
  const { project, home } = at ?? (await aHome());
  const { declarationId } = await db.transaction().execute(async (tx) => {
    await saveDraft(tx, lead.viewer, { projectId: project.id, body });
    return submitDeclaration(tx, lead.viewer, project.id);
  });
  return { project, home, declarationId };
}

async function inForce(body?: DeclarationBody) {
  const made = await submitted(body);
  await db.transaction().execute((tx) => approveDeclaration(tx, approver.viewer, made.declarationId));
  return made;
}

const setField = (page: Shown, label: string, value: string) => {
  (page.page.getByLabelText(label) as HTMLInputElement).value = value;
};

describe('writing a declaration', () => {
  it('goes from part to part, begins with what the project has said, and is submitted for approval', async () => {
    const { project, home } = await aHome();
    await aRecordedOutcome(db, lead.viewer, project.id);
    const start = await leadOpens(home);
    start.page.getByRole('heading', { name: 'Nothing declared yet' });
    const why = await leadOpens(`${home}/write`);
    assert.equal((why.page.getByLabelText('What is it called?') as HTMLInputElement).value, project.title);
    const because = why.page.getAllByLabelText('Why is the data needed for it?')[0] as HTMLTextAreaElement;
    because.value = 'To know where the air is worst.';
    (why.page.getAllByLabelText('Kind')[0] as HTMLSelectElement).value = 'health';
    const measured = await why.submit(next, { 'What is measured, and what for?': 'Air at schools, to close streets.' });
    assert.equal(measured.heading, 'What is measured');
    const property = await measured.submit(next, { all: ['Air quality monitor', 'Nitrogen dioxide'] });
    assert.equal(property.heading, 'Nitrogen dioxide');
    const people = await property.submit(next, {
      'At most one reading every': '15',
      'How many decimals are kept?': '0',
      'How long is each reading kept?': '365',
      'How precisely is the place shown?': '0',
      'What does anyone see?': 'Every reading',
    });
    assert.equal(people.heading, 'People in the data');
    const nothing = 'Nothing about people';
    const handling = await people.submit(next, {
      'What does the sensor capture?': nothing,
      'What leaves the device?': nothing,
      'What is stored?': nothing,
      'What is published?': nothing,
    });
    assert.equal((handling.page.getByLabelText('Who is responsible?') as HTMLInputElement).value, name);
    const sharing = await handling.submit(next);
    const until = await sharing.submit(next);
    assert.equal(until.heading, 'Until when, and whom to ask');
    for (const [group, year] of [
      ['On which day does it end?', '2040'],
      ['By which day is it looked at again?', '2039'],
    ] as const) {
      const parts = until.page.getByRole('group', { name: group }).querySelectorAll('input');
      for (const [part, value] of [...parts].map((each, index) => [each, ['3', '2', year][index]!] as const))
        part.value = value;
    }
    const check = await until.submit(next);
    assert.equal(check.heading, 'Check the declaration');
    check.page.getByText(/No device may report before it is approved/);
    const done = await check.submit('Submit the declaration');
    assert.equal(done.path, `${home}?done=waiting`);
    done.page.getByText(/Waiting for approval/i);
    const [version] = await declarationHistory(db, lead.viewer, project.id);
    assert.equal(version?.state, 'submitted');
    assert.equal(version.body.properties[0]?.shortest_interval_s, 900);
    assert.equal(version.body.ends_on, '2040-02-03');
    assert.equal(version.body.lawful_basis, 'not_personal');
  });

  it('saves what is typed even where something is wrong, says what, and links to it', async () => {
    const { home } = await aHome();
    const until = await leadOpens(`${home}/write/until`);
    const back = await until.submit(next, { 'Their email address': 'nowhere' });
    assert.equal(back.status, 400);
    const link = back.page.getByRole('link', { name: 'Their email address: must be an email address' });
    assert.equal(link.getAttribute('href'), '#contact-email');
    assert.ok(back.body.includes('id="contact-email"'));
    const day = back.page.getByRole('link', { name: 'Enter day, month and year for “On which day does it end?”' });
    assert.ok(back.body.includes(`id="${day.getAttribute('href')!.slice(1)}"`));
    const again = await leadOpens(`${home}/write/until`);
    assert.equal((again.page.getByLabelText('Their email address') as HTMLInputElement).value, 'nowhere');
    const check = await leadOpens(`${home}/check`);
    check.page.getByText(/It cannot be submitted yet/);
    assert.equal(check.page.queryByRole('button', { name: 'Submit the declaration' }), null);
  });

  it('makes room for one more purpose when asked', async () => {
    const { home } = await inForce();
    const why = await leadOpens(`${home}/write/why`);
    assert.equal(why.page.getAllByLabelText('Kind').length, 3);
    (why.page.getAllByLabelText('Kind')[2] as HTMLSelectElement).value = 'inform';
    (why.page.getAllByLabelText('Why is the data needed for it?')[2] as HTMLTextAreaElement).value = 'To tell parents';
    const more = await why.submit('Save and add a purpose');
    assert.equal(more.page.getAllByLabelText('Kind').length, 4);
  });

  it('is not open to those who may only read, who still see what is promised', async () => {
    const { home } = await inForce();
    assert.equal((await viewerOpens(`${home}/write/why`)).status, 403);
    assert.equal((await viewerOpens(`${home}/check`)).status, 403);
    const overview = await viewerOpens(home);
    overview.page.getByText('Small monitors on lamp columns measure nitrogen dioxide and particles outside schools.');
    assert.equal(overview.page.queryByRole('button'), overview.page.getByRole('button', { name: 'Sign out' }));
  });

  it('forgets what is not submitted on request', async () => {
    const { home, project } = await inForce();
    await (await leadOpens(`${home}/write/why`)).submit('Save and come back later', { 'What is it called?': 'Other' });
    const overview = await leadOpens(home);
    overview.page.getByText(/Ready to check and submit/);
    const after = await overview.submit('Forget what is not submitted');
    after.page.getByRole('button', { name: 'Change the declaration' });
    assert.equal((await declarationInForce(db, project.id))?.body.title, 'Air outside schools');
  });
});

describe('changing a declaration', () => {
  it('that is narrower says so before, and takes effect at once', async () => {
    const { home, project } = await inForce();
    const property = await leadOpens(`${home}/write/property-no2?change`);
    const check = await property.submit(next, { 'How long is each reading kept?': '365' });
    assert.equal(check.path, `${home}/check`);
    check.page.getByText(/It takes effect at once/);
    const row = check.page.getByRole('row', { name: /kept for/ });
    assert.match(row.textContent!, /2 years.*1 year/s);
    const done = await check.submit('Submit the declaration');
    done.page.getByText(/promises no more than the one before/);
    assert.equal((await declarationInForce(db, project.id))?.version, 2);
  });

  it('that is wider says what is wider, and waits', async () => {
    const { home, project } = await inForce();
    const property = await leadOpens(`${home}/write/property-no2?change`);
    const check = await property.submit(next, { 'How long is each reading kept?': '1000' });
    check.page.getByText('Nitrogen dioxide: kept for: 1000 days is longer than 730');
    await check.submit('Submit the declaration');
    assert.equal((await declarationInForce(db, project.id))?.version, 1);
  });

  it('to what is in force already has nothing to submit', async () => {
    const { home } = await inForce();
    const check = await leadOpens(`${home}/check`);
    check.page.getByText(/Nothing differs from version 1/);
  });
});

describe('deciding on a declaration', () => {
  it('is refused to the person who submitted it, whatever their roles', async () => {
    const { home, project, declarationId } = await submitted();
    const page = await leadOpens(`${home}/decide`);
    page.page.getByText('You wrote or submitted this version, so another person decides.');
    assert.equal(page.page.queryByRole('radio', { name: 'Approve' }), null);
    const { cookie, csrf } = await aSession(db, lead);
    const forced = await app.inject({
      method: 'POST',
      url: `${home}/decide`,
      headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _csrf: csrf, declaration: String(declarationId), decision: 'approve' }).toString(),
    });
    assert.equal(forced.statusCode, 403);
    assert.match(forced.body, /PRJ_APPROVAL_OWN_WORK/);
    assert.equal(await declarationInForce(db, project.id), undefined);
    assert.equal((await viewerOpens(`${home}/decide`)).page.queryByRole('radio', { name: 'Approve' }), null);
  });

  it('is refused to the person who wrote it, also when a colleague submitted it', async () => {
    const { home, project } = await inForce();
    const colleague = await aPerson(db, { authorityId, roles: ['information_governance'] });
    const colleagueOpens = await aVisitor(app, db, colleague);
    await (await leadOpens(`${home}/write/property-no2?change`)).submit(next, {
      'How long is each reading kept?': '1000',
    });
    await (await colleagueOpens(`${home}/check`)).submit('Submit the declaration');
    const decide = await leadOpens(`${home}/decide`);
    decide.page.getByText('You wrote or submitted this version, so another person decides.');
    const [waiting] = await declarationHistory(db, lead.viewer, project.id);
    assert.equal(waiting!.submittedBy, colleague.personId);
    await assert.rejects(
      db.transaction().execute((tx) => approveDeclaration(tx, lead.viewer, waiting!.id)),
      { code: 'PRJ_APPROVAL_OWN_WORK' },
    );
    await db.transaction().execute((tx) => approveDeclaration(tx, approver.viewer, waiting!.id));
  });

  it('by a second person puts it into force, named with their role', async () => {
    const { home, project } = await submitted();
    const overview = await approverOpens(home);
    const page = await overview.page.getByRole('button', { name: 'Decide on version 1' });
    const form = await approverOpens(page.getAttribute('href')!);
    form.page.getByText(/first declaration of the project/);
    const done = await form.submit('Record the decision', { 'Do you approve it?': 'Approve' });
    done.page.getByText('The declaration is in force.');
    assert.equal((await declarationInForce(db, project.id))?.decidedBy, approver.personId);
    const history = await viewerOpens(`${home}/history`);
    history.page.getByText(/by Ada Approver \(Approver\)/);
  });

  it('shows what differs, what is wider, and why it needs approval', async () => {
    const made = await inForce();
    const wider = aDeclarationBody({
      properties: [aDeclaredProperty('no2', { decimals: 2 }), aDeclaredProperty('pm10')],
      review_on: '2099-01-31',
    });
    await submitted(wider, made);
    const { page } = await approverOpens(`${made.home}/decide`);
    page.getByText('Nitrogen dioxide: rounded to: 2 decimals tell more than 1');
    const table = page.getByRole('table', { name: 'What changes' });
    assert.match(table.textContent!, /Reviewed by.*30 June 2099.*31 January 2099/s);
    assert.equal(page.queryByText(/Reviewed by: /), null);
    assert.equal(page.getAllByRole('row', { name: /PM2.5/ }).length, 1, 'what is no longer measured is one row');
  });

  it('offers no approval while something is still to be cleared', async () => {
    const project = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    const made = await submitted(undefined, { project, home: `/projects/${slug}/${project.slug}/declaration` });
    const { page } = await approverOpens(`${made.home}/decide`);
    page.getByRole('link', { name: 'Still to be cleared' });
    assert.equal((page.getByRole('radio', { name: 'Approve' }) as HTMLInputElement).disabled, true);
    assert.equal((page.getByRole('radio', { name: 'Reject' }) as HTMLInputElement).disabled, false);
  });

  it('needs a choice, and a reason to reject, which its authors then see', async () => {
    const { home, project } = await submitted();
    const blank = await (await approverOpens(`${home}/decide`)).submit('Record the decision');
    blank.page.getByRole('link', { name: 'Choose whether you approve or reject it' });
    const unexplained = await blank.submit('Record the decision', { 'Do you approve it?': 'Reject' });
    unexplained.page.getByRole('link', { name: 'Write what has to change before it can be approved' });
    await unexplained.submit('Record the decision', {
      'Do you approve it?': 'Reject',
      Reason: 'Two years is too long.',
    });
    assert.equal(await declarationInForce(db, project.id), undefined);
    (await leadOpens(home)).page.getByText('Two years is too long.');
  });

  it('on a version that was replaced meanwhile changes nothing and says so', async () => {
    const made = await submitted();
    const page = await approverOpens(`${made.home}/decide`);
    await submitted(aDeclarationBody({ title: 'Another' }), made);
    const late = await page.submit('Record the decision', { 'Do you approve it?': 'Approve' });
    assert.equal(late.status, 400);
    late.page.getByRole('link', { name: /Version 1 of the declaration is withdrawn/ });
    assert.equal(await declarationInForce(db, made.project.id), undefined);
  });
});

describe('withdrawing a declaration', () => {
  it('says what will happen, needs a reason, and stops it', async () => {
    const { home, project } = await inForce();
    const page = await leadOpens(`${home}/withdraw`);
    page.page.getByText(/nothing is stored/);
    const blank = await page.submit('Withdraw the declaration');
    blank.page.getByRole('link', { name: 'Write why it is withdrawn' });
    setField(blank, 'Why is it withdrawn?', 'The trial is over.');
    const done = await blank.submit('Withdraw the declaration');
    done.page.getByText(/The trial is over/);
    assert.equal(await declarationInForce(db, project.id), undefined);
    assert.equal((await leadOpens(`${home}/withdraw`)).path, home);
  });

  it('is not offered to those who may not', async () => {
    const { home } = await inForce();
    assert.equal((await viewerOpens(`${home}/withdraw`)).status, 403);
  });
});

describe('a declaration of another authority', () => {
  it('does not exist for strangers, on any page', async () => {
    const { home } = await submitted();
    const elsewhere = await anAuthority(db);
    const stranger: Visitor = await aVisitor(
      app,
      db,
      await aPerson(db, { authorityId: elsewhere.id, roles: ['approver', 'project_lead'] }),
    );
    for (const tail of ['', '/write/why', '/check', '/decide', '/history', '/withdraw']) {
      assert.equal((await stranger(`${home}${tail}`)).status, 404, tail);
    }
  });
});

describe('trying a version', () => {
  it('is begun and ended by who writes or decides, and by nobody else', async () => {
    const { home } = await submitted();
    const before = await approverOpens(`${home}/dry-run`);
    const running = await before.submit('Try version 1');
    running.page.getByText('running');
    running.page.getByText('Nothing was sent since.');
    (await running.submit('Stop trying')).page.getByText('ended');
    const read = await viewerOpens(`${home}/dry-run`);
    assert.equal(read.page.queryByRole('button', { name: /^Try version/ }), null);
  });
});
