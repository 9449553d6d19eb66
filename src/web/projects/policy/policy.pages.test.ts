import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { anAuthority, aPerson } from '../../../../test/build-identity.ts';
import { aVisitor, projectPagesOn, type Shown } from '../../../../test/build-project-pages.ts';
import { aDatabase } from '../../../../test/database.ts';
import { findPolicy } from '../../../projects/index.ts';

const { db } = await aDatabase();
const app = await projectPagesOn(db);
after(() => app.close());
const { id: authorityId, slug } = await anAuthority(db);
const other = await anAuthority(db);
const [admin, lead] = await Promise.all(
  (['administrator', 'project_lead'] as const).map(async (role) =>
    aVisitor(app, db, await aPerson(db, { authorityId, roles: [role] })),
  ),
);
const untick = (form: Shown, name: string) => {
  (form.page.getByRole('checkbox', { name }) as HTMLInputElement).checked = false;
};
const home = `/requirements/${slug}`;

test('staff read what must be cleared, an administrator changes it, and others neither', async () => {
  const read = await lead!(home);
  read.page.getByText('Supplier assurance');
  assert.equal(read.page.queryAllByRole('link', { name: /^Change/ }).length, 0);
  assert.equal((await lead!(`${home}/ethics`)).status, 403);
  assert.equal((await admin!(`/requirements/${other.slug}`)).status, 404);
  const form = await admin!(`${home}/ethics`);
  untick(form, 'Before the stage live');
  untick(form, 'When another clearance asks for it, as a screening asks for a DPIA');
  untick(form, 'When the device captures anything about people');
  await form.submit('Save', {
    'Before what is it needed?': ['Before a declaration comes into force'],
    'When is it needed?': ['Always'],
    'Who may grant it?': ['Ethics reviewer', 'Approver'],
  });
  const { policy, version } = await findPolicy(db, authorityId);
  assert.equal(version, 1);
  assert.deepEqual(
    policy.requirements.filter(({ kind }) => kind === 'ethics').map((each) => [each.stage, each.applies_when]),
    [['declaration', ['always']]],
  );
  assert.deepEqual(policy.roles.ethics, ['ethics_reviewer', 'approver']);
});

test('the gates cannot be opened by it: a screening stays, and the days have a bound', async () => {
  const days = await (await admin!(`${home}/days`)).submit('Save', {
    'How many days after a clearance lapses do readings stop?': '365',
  });
  assert.ok(days.page.getAllByText(/whole number from 0 to 90/).length >= 1);
  const form = await admin!(`${home}/screening`);
  untick(form, 'Before a declaration comes into force');
  const screening = await form.submit('Save');
  assert.ok(screening.page.getAllByText(/a screening is always required for declaration/).length >= 1);
});
