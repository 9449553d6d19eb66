import assert from 'node:assert/strict';
import { aJourneyHouse, anAirBorough, PASSWORD } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('a project lead decides whether a project is worth doing, and is told why', async () => {
  const running = await aJourneyHouse();
  const { lead, slug } = await anAirBorough(running);
  const { page, open, look, signIn } = await aTraveller(running.url);
  const heading = () => page.getByRole('heading', { level: 1 }).innerText();
  const next = () => page.getByRole('button', { name: 'Save and continue' }).click();

  await open('/sign-in');
  await look('sign-in');
  await signIn(lead, PASSWORD);
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await look('projects');
  await page.getByRole('button', { name: 'Start a project' }).click();
  await look('project-new');
  await page.getByLabel('Title').fill('Gullies that flood');
  await page.getByRole('button', { name: 'Start the project' }).click();
  await page.waitForURL(`**/projects/${slug}/gullies-that-flood`);
  await look('project-just-started');

  await page
    .getByRole('button', { name: 'Decide' })
    .or(page.getByRole('link', { name: 'Answer the four steps' }))
    .first()
    .click();
  assert.equal(await heading(), 'Who will be better off, and in what way?');
  await look('decide-outcome');
  await page.getByLabel('The outcome, in one or two sentences').fill('Sensors in gullies tell us the water level.');
  await next();
  assert.equal(await heading(), 'Look at the wording again');
  assert.match(
    await page
      .locator('mark')
      .allInnerTexts()
      .then((texts) => texts.join()),
    /sensors/i,
  );
  await look('decide-wording-caught');
  await page.getByLabel('Who will be better off, and in what way?').fill('People get home dry when it rains hard.');
  await page.getByRole('button', { name: 'Save the new wording' }).click();

  await look('decide-action');
  await next();
  assert.equal(await page.title().then((title) => title.startsWith('Error: ')), true);
  await look('decide-action-error');
  await page.getByRole('link', { name: 'Write who would act' }).click();
  await page.keyboard.type('The flood team');
  await page.getByLabel('HAD this information').fill('which gullies are about to overflow');
  await page.getByLabel('THEN they could').fill('clear them before the rain');
  await next();
  await look('decide-acting');
  await page.getByLabel('Who is answerable for acting?').fill('Head of highways');
  await page.getByRole('group', { name: 'What stops them' }).getByLabel('They do not know', { exact: true }).check();
  await next();
  await look('decide-insight');
  await page.getByLabel('Prioritised list').check();
  await page.getByLabel('Alert', { exact: true }).check();
  await next();
  await look('decide-timing');
  await page.getByRole('group', { name: 'How often' }).getByLabel('Every hour').check();
  await page.getByRole('group', { name: 'look ahead' }).getByLabel('No', { exact: true }).check();
  await next();
  await look('decide-data');
  await page.getByLabel('Which existing data have you looked at?').fill('River gauges and five years of repairs');
  await page.getByLabel('No, it is not enough').check();
  await next();
  await page.getByLabel('Why is existing data not enough?').fill('Gauges stand in rivers, not in streets.');
  await page.getByLabel('Only from new sensors').check();
  await look('decide-gap');
  await next();
  await page.getByLabel('No', { exact: true }).check();
  await look('decide-people');
  await next();

  assert.equal(await heading(), 'Check your answers');
  await page.getByText('People get home dry when it rains hard.').waitFor();
  await look('decide-check');
  await page.getByRole('button', { name: 'Record and see the verdict' }).click();
  assert.equal(await heading(), 'This is a smart-city project');
  await page.getByText('The missing data can only come from measuring with sensors.').waitFor();
  await look('decide-verdict');
  await open(`/projects/${slug}/gullies-that-flood`);
  await look('project-decided');
});
