import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aVisitor, projectPagesOn } from '../../../test/build-project-pages.ts';
import { aProject, aRecordedOutcome } from '../../../test/build-projects.ts';
import { aDeclarationBody, aDevice, aModel } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { saveDraft, submitDeclaration } from '../../register/index.ts';

const { db } = await aDatabase();
const app = await projectPagesOn(db);
after(() => app.close());
const here = await anAuthority(db, { name: 'Brookmere' });
const there = await anAuthority(db, { name: 'Elmstead' });
const lead = await aPerson(db, { authorityId: here.id, name: 'Lea Lead' });
const officer = await aPerson(db, { authorityId: here.id, roles: ['viewer'], name: 'Vic Viewer' });
const stranger = await aPerson(db, { authorityId: there.id });
const leadSees = await aVisitor(app, db, lead);
const viewerSees = await aVisitor(app, db, officer);
const strangerSees = await aVisitor(app, db, stranger);

describe('the list of projects', () => {
  it('says what to do when there is none', async () => {
    const { page } = await strangerSees('/projects');
    page.getByRole('heading', { name: 'No projects yet' });
    page.getByRole('link', { name: 'Start a project' });
  });

  it('searches, filters with counts, and says so when nothing matches', async () => {
    await aProject(db, lead.viewer, { authorityId: here.id, title: 'Dry homes' });
    await aProject(db, lead.viewer, { authorityId: here.id, title: 'Calm streets' });
    const all = await viewerSees('/projects');
    all.page.getByRole('table', { name: '2 projects' });
    all.page.getByRole('checkbox', { name: 'Direct (2)' });
    assert.equal(all.page.queryByRole('link', { name: 'Start a project' }), null);
    const some = await viewerSees('/projects?q=calm');
    some.page.getByRole('link', { name: 'Calm streets' });
    assert.equal(some.page.queryByRole('link', { name: 'Dry homes' }), null);
    (await viewerSees('/projects?stage=live')).page.getByRole('heading', { name: 'Nothing matches' });
  });

  it('is taken away as CSV that no spreadsheet runs', async () => {
    await aProject(db, lead.viewer, { authorityId: here.id, title: '=1+1, "quoted"' });
    const { body } = await viewerSees('/projects.csv?q=quoted');
    const [head, row] = body.split('\r\n');
    assert.equal(head, 'authority,project,title,stage,verdict,treated_as,lead,started,summary');
    assert.match(row!, new RegExp(`^${here.slug},1-1-quoted,"'=1\\+1, ""quoted""",direct,,,Lea Lead,`));
  });

  it('sends those who have not signed in to do so and back', async () => {
    const answer = await app.inject({ url: '/projects?q=x', headers: { accept: 'text/html' } });
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers.location, '/sign-in?next=%2Fprojects%3Fq%3Dx');
  });
});

describe('starting a project', () => {
  it('needs a title, says so beside the field, and keeps what was typed', async () => {
    const blank = await (await leadSees('/projects/new')).submit('Start the project', {
      'Summary (optional)': 'Why not',
    });
    assert.equal(blank.status, 400);
    const link = blank.page.getByRole('link', { name: 'Enter a title' });
    assert.equal(link.getAttribute('href'), '#title');
    assert.equal((blank.page.getByLabelText('Summary (optional)') as HTMLTextAreaElement).value, 'Why not');
    const made = await blank.submit('Start the project', { Title: 'Working lifts' });
    assert.equal(made.path, `/projects/${here.slug}/working-lifts`);
    assert.equal(made.heading, 'Working lifts');
    made.page.getByRole('button', { name: 'Decide whether it is worth doing' });
  });

  it('asks for another address when the one of its title is taken', async () => {
    await aProject(db, lead.viewer, { authorityId: here.id, title: 'Twice' });
    const taken = await (await leadSees('/projects/new')).submit('Start the project', { Title: 'Twice' });
    assert.equal(taken.status, 400);
    const made = await taken.submit('Start the project', { Address: 'twice-again' });
    assert.equal(made.path, `/projects/${here.slug}/twice-again`);
  });

  it('is refused to those who may not', async () => {
    assert.equal((await viewerSees('/projects/new')).status, 403);
  });
});

describe('the officer’s page of a project', () => {
  it('does not exist for people of another authority', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id });
    for (const tail of ['', '/decide/outcome', '/decide/check', '/decide/result', '/people', '/edit', '/stage']) {
      const { status, body } = await strangerSees(`/projects/${here.slug}/${project.slug}${tail}`);
      assert.equal(status, 404, tail);
      assert.ok(!body.includes(project.title));
    }
  });

  it('says what is next, where it stands, and links to what the public sees', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id, title: 'Fresh air' });
    await aRecordedOutcome(db, lead.viewer, project.id);
    const { page } = await viewerSees(`/projects/${here.slug}/fresh-air`);
    page.getByRole('button', { name: 'Declare what is measured' });
    page.getByText('Children breathe cleaner air on their way to school.');
    page.getByText('Smart-city project');
    page.getByText(/0 stored/);
    page.getByText('Nothing was refused.');
    const link = page.getByRole('link', { name: 'See what the public sees' });
    assert.equal(link.getAttribute('href'), `/register/${here.slug}/projects/fresh-air`);
    assert.equal(page.queryByRole('link', { name: 'Change people' }), null);
  });

  it('asks a second person to decide before anything else, and never the one who submitted', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id, title: 'To decide' });
    await aRecordedOutcome(db, lead.viewer, project.id);
    await db.transaction().execute(async (tx) => {
      await saveDraft(tx, lead.viewer, { projectId: project.id, body: aDeclarationBody() });
      await submitDeclaration(tx, lead.viewer, project.id);
    });
    const second = await aPerson(db, { authorityId: here.id, roles: ['approver'] });
    const secondSees = await aVisitor(app, db, second);
    const home = `/projects/${here.slug}/${project.slug}`;
    const button = 'Decide on version 1 of the declaration';
    (await secondSees(home)).page.getByRole('button', { name: button });
    const own = await leadSees(home);
    assert.equal(own.page.queryByRole('button', { name: button }), null);
    own.page.getByText(/Version 1 waits for approval, by Lea Lead/);
  });

  it('counts what was refused this week by reason, and says what to do', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id, title: 'Refusing' });
    const { modelId } = await aModel(db, { authorityId: here.id });
    const { deviceId } = await aDevice(db, { authorityId: here.id, projectId: project.id, modelId });
    await sql`with source as (insert into ingest.source (authority_id, slug, name, door)
        values (${here.id}, 'a-source', 'A source', 'json') returning id)
      insert into ingest.ledger (source_id, authority_id, device_id, day, outcome, count, last_at)
      select source.id, ${here.id}, ${deviceId}, current_date - days, outcome, count, now() - days * interval '1 day'
      from source, (values (0, 'stored', 1234), (1, 'refused:too-frequent', 12), (0, 'refused:undeclared-property', 3),
        (8, 'refused:clock', 99)) as counted (days, outcome, count)`.execute(db);
    const { page } = await viewerSees(`/projects/${here.slug}/${project.slug}`);
    page.getByText(/1,234 stored/);
    const table = page.getByRole('table', { name: 'Refused readings' });
    assert.match(table.textContent!, /Not declared.*3.*1.*More often than declared.*12/s);
    assert.doesNotMatch(table.textContent!, /clock/);
  });

  it('lets its lead change title, stage and people', async () => {
    const project = await aProject(db, lead.viewer, { authorityId: here.id, slug: 'changing' });
    const home = `/projects/${here.slug}/${project.slug}`;
    const staged = await (await leadSees(`${home}/stage`)).submit('Save', {
      'Which stage is the project at?': 'Develop',
    });
    staged.page.getByText(/Stage: Develop/);
    const renamed = await (await leadSees(`${home}/edit`)).submit('Save', { Title: 'Another name' });
    assert.equal(renamed.heading, 'Another name');
    const people = await leadSees(`${home}/people`);
    const unchosen = await people.submit('Add');
    assert.equal(unchosen.status, 400);
    const added = await unchosen.submit('Add', { Person: `Vic Viewer, ${officer.email}`, Part: 'Officer' });
    added.page.getByRole('button', { name: 'Remove Vic Viewer as officer' });
    const removed = await added.submit('Remove Vic Viewer as officer');
    assert.equal(removed.page.queryByText('Vic Viewer'), null);
    assert.equal((await viewerSees(`${home}/stage`)).status, 403);
  });
});
