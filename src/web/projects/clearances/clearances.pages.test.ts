import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../../../test/build-identity.ts';
import { aVisitor, projectPagesOn } from '../../../../test/build-project-pages.ts';
import { aProject } from '../../../../test/build-projects.ts';
import { aDeclarationBody } from '../../../../test/build-register.ts';
import { aDatabase } from '../../../../test/database.ts';
import { findStanding, listClearances, requireProjectById } from '../../../projects/index.ts';
import { approveDeclaration, declarationInForce, saveDraft, submitDeclaration } from '../../../register/index.ts';

const { db } = await aDatabase();
const app = await projectPagesOn(db);
after(() => app.close());
const { id: authorityId, slug } = await anAuthority(db);
const lead = await aPerson(db, { authorityId, roles: ['project_lead', 'security'] });
const second = await aPerson(db, { authorityId, roles: ['approver', 'information_governance', 'security'] });
const siro = await aPerson(db, { authorityId, roles: ['siro'] });
const viewer = await aPerson(db, { authorityId, roles: ['viewer'] });
const [leadOpens, secondOpens, siroOpens, viewerOpens] = await Promise.all(
  [lead, second, siro, viewer].map((each) => aVisitor(app, db, each)),
);

async function submitted(body = aDeclarationBody()) {
  const project = await aProject(db, lead.viewer, { authorityId, cleared: [] });
  const { declarationId } = await db.transaction().execute(async (tx) => {
    await saveDraft(tx, lead.viewer, { projectId: project.id, body });
    return submitDeclaration(tx, lead.viewer, project.id);
  });
  const approve = () => db.transaction().execute((tx) => approveDeclaration(tx, second.viewer, declarationId));
  return {
    project,
    approve,
    home: `/projects/${slug}/${project.slug}`,
    path: `/projects/${slug}/${project.slug}/clearances`,
  };
}

const document = {
  'Title of the document': 'Review of the monitors',
  'Where to find it': 'EDRMS 4711',
  'Date on it': '2025-11-03',
};

describe('the page of clearances', () => {
  it('says what is needed, who may clear it, and lets the second person clear it on one document', async () => {
    const { path, project, approve } = await submitted();
    const before = await secondOpens!(path);
    before.page.getByRole('link', { name: 'Screening' });
    before.page.getByRole('link', { name: 'Supplier assurance' });
    assert.equal(before.page.getAllByText('yours to clear').length, 3);
    const form = await before.follow('Record a document that clears something');
    const wrong = await form.submit('Clear it', { 'What does it clear?': [] });
    wrong.page.getByText('There is a problem');
    const done = await form.submit('Clear it', {
      ...document,
      'What does it clear?': ['Screening', 'Security review', 'Supplier assurance'],
    });
    assert.equal(done.path, path);
    done.page.getByText('nothing is missing');
    assert.equal((await listClearances(db, project.id)).length, 3);
    await approve();
  });

  it('gives whoever submitted the declaration nothing to clear, whatever their roles', async () => {
    const { path } = await submitted();
    const page = await leadOpens!(path);
    assert.equal(page.page.queryAllByText('yours to clear').length, 0);
    (await leadOpens!(`${path}/record`)).page.getByText(/There is nothing you may clear here/);
  });

  it('is read by everybody of the authority, and changed by those who may', async () => {
    const { path } = await submitted();
    assert.equal((await viewerOpens!(path)).status, 200);
    assert.equal((await viewerOpens!(`${path}/record`)).status, 403);
    assert.equal((await viewerOpens!(`${path}/withdraw?kind=security`)).status, 403);
    assert.equal((await secondOpens!(`${path}/rule`)).status, 403);
  });

  it('takes a DPIA back with a reason, says that readings stopped, and lets a second person end that', async () => {
    const classes = { capture: 'pseudonymous', leaving_device: 'none', stored: 'none', published: 'none' } as const;
    const { path, home, project, approve } = await submitted(
      aDeclarationBody({ classes, lawful_basis: 'public_task' }),
    );
    const ethics = await aPerson(db, { authorityId, roles: ['ethics_reviewer'] });
    await (await (await aVisitor(app, db, ethics))(`${path}/record`)).submit('Clear it', {
      ...document,
      'What does it clear?': ['Ethics review'],
    });
    const clear = async (kinds: string[]) =>
      (await secondOpens!(`${path}/record`)).submit('Clear it', { ...document, 'What does it clear?': kinds });
    const dpia = 'Data protection impact assessment';
    await clear(['Screening', 'Security review', 'Supplier assurance', dpia, 'Equality impact assessment']);
    await approve();
    const asked = await siroOpens!(`${path}/withdraw?kind=dpia`);
    asked.page.getByText(/nothing is stored from this moment on/);
    (await asked.submit('Take it back')).page.getAllByText(/needs a reason/);
    const after = await asked.submit('Take it back', { 'Why is it taken back?': 'It saves faces after all.' });
    after.page.getByText(/No readings are taken: data protection impact assessment was taken back/);
    assert.equal(await declarationInForce(db, project.id), undefined);
    (await leadOpens!(home)).page.getByText(/It saves faces after all/);
    await clear([dpia]);
    await (await secondOpens!(path)).submit('Take readings again');
    assert.equal((await findStanding(db, project.id))?.isSuspended, false);
  });

  it('lets the senior information risk owner run it in an emergency, which is said', async () => {
    const { path, project } = await submitted();
    const form = await siroOpens!(`${path}/rule?about=emergency`);
    (await form.submit('Record the decision')).page.getByText('There is a problem');
    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const done = await form.submit('Record the decision', { Reason: 'The river rises tonight.', Until: until });
    assert.ok(done.page.getAllByText(/The river rises tonight/).length >= 1);
    assert.equal((await requireProjectById(db, project.id)).stage, 'live');
  });
});
