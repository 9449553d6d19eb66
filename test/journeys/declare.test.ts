import assert from 'node:assert/strict';
import { saveDraft } from '../../src/register/index.ts';
import { aDayOf, aJourneyHouse, anAirBorough, anAirDeclaration, PASSWORD } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('one person submits a declaration, another approves it, and from then on readings are stored', async () => {
  const running = await aJourneyHouse();
  const borough = await anAirBorough(running, { declared: false });
  const { lead, approver, slug, projectId, projectSlug } = borough;
  const home = `/projects/${slug}/${projectSlug}/declaration`;
  const day = aDayOf('air-1', { no2: 30, pm10: 18, pm25: 9 });
  await running.db.transaction().execute((tx) => saveDraft(tx, lead.viewer, { projectId, body: anAirDeclaration() }));

  const before = await borough.send(day);
  assert.equal(before.stored, 0);
  assert.deepEqual(before.refused, { 'declaration-not-in-force': 75 });

  const writing = await aTraveller(running.url);
  await writing.signIn(lead, PASSWORD);
  await writing.open(home);
  await writing.look('declaration-draft');
  for (const part of ['why', 'measured', 'people', 'handling', 'sharing', 'until']) {
    await writing.open(`${home}/write/${part}`);
    await writing.look(`declaration-write-${part}`);
  }
  await writing.open(`${home}/check`);
  await writing.look('declaration-check');
  await writing.page.getByRole('button', { name: 'Submit the declaration' }).click();
  await writing.page
    .getByText(/waiting for approval/i)
    .first()
    .waitFor();
  await writing.look('declaration-waiting');
  assert.equal(
    await writing.page.getByRole('button', { name: /^Decide/ }).count(),
    0,
    'nobody approves their own work',
  );
  assert.equal((await borough.send(day)).stored, 0, 'a submitted declaration opens no gate');

  const deciding = await aTraveller(running.url);
  await deciding.signIn(approver, PASSWORD);
  await deciding.look('today-approver');
  await deciding.page.getByRole('link', { name: /declaration version 1/ }).click();
  await deciding.look('declaration-for-approver');
  await deciding.page.getByRole('button', { name: 'Decide on version 1' }).click();
  await deciding.page.getByRole('button', { name: 'Record the decision' }).click();
  await deciding.look('declaration-decide-error');
  await deciding.page.getByLabel('Approve', { exact: true }).check();
  await deciding.page.getByLabel('Reason').fill('It measures air, not people.');
  await deciding.page.getByRole('button', { name: 'Record the decision' }).click();
  await deciding.page
    .getByText(/in force/i)
    .first()
    .waitFor();
  await deciding.look('declaration-in-force');

  const after = await borough.send(day);
  assert.equal(after.stored, 75);
  assert.deepEqual(after.refused, {});
  const seen = await aTraveller(running.url);
  await seen.open(`/register/${slug}/projects/${projectSlug}`);
  await seen.look('public-project');
});
