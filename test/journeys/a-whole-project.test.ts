import assert from 'node:assert/strict';
import { type AnswerValue, giveAdvice } from '../../src/assessments/index.ts';
import { saveDraft } from '../../src/register/index.ts';
import { anAnsweredAssessment } from '../build-assessments.ts';
import { aPerson } from '../build-identity.ts';
import { aDayOf, aJourneyHouse, anAirBorough, anAirDeclaration, PASSWORD } from './journey-house.ts';
import { aTraveller, journey, until } from './traveller.ts';

/** Only these two differ from the shipped answers: data about people, watched in a public place. */
const NEEDS_A_DPIA = { personal_data: 'yes', public_monitoring: 'yes' };
/** What is left of the risk once the agreed measures are taken is low, so the DPIA may be accepted. */
const LOW_RISK: Record<string, AnswerValue> = {
  measures_approved: 'yes',
  risks: [
    {
      ...{ risk: 'Somebody is recognised on a picture.', likelihood: 'possible', severity: 'significant' },
      ...{ measures: 'No picture leaves the device.', effect: 'reduced' },
      ...{ likelihood_after: 'remote', severity_after: 'minimal' },
    },
  ],
};
/** A device that sees people for an instant, and keeps nothing of them. */
const SEES_PEOPLE = {
  classes: { capture: 'identifiable', leaving_device: 'none', stored: 'none', published: 'none' },
  lawful_basis: 'public_task',
} as const;

journey('a project is screened, assessed, declared and live, and stops when its DPIA is withdrawn', async () => {
  const running = await aJourneyHouse();
  const { db, url } = running;
  const borough = await anAirBorough(running, { declared: false, cleared: [] });
  const { authorityId, slug, projectId, projectSlug, lead: author, approver } = borough;
  const clearing = {
    authorityId,
    roles: ['information_governance', 'security', 'ethics_reviewer', 'approver'] as const,
    password: PASSWORD,
  };
  const evaluator = await aPerson(db, { ...clearing, name: 'Eve Marsh' });
  const validator = await aPerson(db, { ...clearing, name: 'Val Osei' });
  const officer = await aPerson(db, { authorityId, roles: ['data_protection_officer'], name: 'Dee Lang' });
  const people = { author, evaluator, validator, officer };
  const project = `/projects/${slug}/${projectSlug}`;
  const body = { ...anAirDeclaration(), ...SEES_PEOPLE };
  const day = aDayOf('air-1', { no2: 30, pm10: 18, pm25: 9 });
  const as = async (person: { email: string }) => {
    const traveller = await aTraveller(url);
    await traveller.signIn(person, PASSWORD);
    return traveller;
  };
  const leading = await as(author);
  const evaluating = await as(evaluator);
  const validating = await as(validator);
  const deciding = await as(approver);

  // The screening asks for a DPIA.
  await anAnsweredAssessment(db, people, { projectId, answers: NEEDS_A_DPIA });
  await leading.open(`${project}/assessments/dpia-screening/check`);
  await leading.page
    .getByText(/DPIA is (needed|required)|do a DPIA/i)
    .first()
    .waitFor();
  await leading.page.getByRole('button', { name: 'Submit for review' }).click();
  await evaluating.open(`${project}/assessments/dpia-screening/review`);
  await evaluating.page.getByRole('button', { name: 'Pass it on to be accepted' }).click();
  await validating.open(`${project}/assessments/dpia-screening/review`);
  await validating.page.getByRole('button', { name: 'Accept it' }).click();
  await validating.page.waitForURL('**/dpia-screening?done=accepted');

  // The DPIA is sent back once, advised on, passed on by one person and accepted by another.
  const dpia = `${project}/assessments/dpia`;
  await db.transaction().execute((tx) => saveDraft(tx, author.viewer, { projectId, body }));
  const dpiaId = await anAnsweredAssessment(db, people, { projectId, code: 'dpia', answers: LOW_RISK });
  await leading.open(`${dpia}/check`);
  await leading.page.getByRole('button', { name: 'Submit for review' }).click();
  await evaluating.open(`${dpia}/review`);
  await evaluating.page.getByLabel('About the whole').fill('Say how long a face is in the memory of the device.');
  await evaluating.page.getByRole('button', { name: 'Send it back' }).click();
  await leading.open(dpia);
  await leading.page.getByText('Say how long a face is in the memory of the device.').waitFor();
  await leading.look('dpia-sent-back');
  await leading.open(`${dpia}/check`);
  await leading.page.getByRole('button', { name: 'Submit for review' }).click();
  await db.transaction().execute((tx) => giveAdvice(tx, officer.viewer, dpiaId, { body: 'Tell the parents twice.' }));
  await evaluating.open(`${dpia}/review`);
  await evaluating.page.getByRole('button', { name: 'Pass it on to be accepted' }).click();
  await validating.open(`${dpia}/review`);
  await validating.page.getByLabel('Why the advice is followed').fill('We write in May and June.');
  await validating.page.getByRole('button', { name: 'The advice is followed' }).click();
  await validating.open(`${dpia}/review`);
  await validating.page.getByRole('button', { name: 'Accept it' }).click();
  await validating.page.waitForURL('**/dpia?done=accepted');
  await validating.look('dpia-accepted');

  // No approval before the rest of what the policy asks for is cleared.
  await leading.open(`${project}/declaration/check`);
  await leading.page.getByRole('button', { name: 'Submit the declaration' }).click();
  const decide = async (version: number, choice: 'Approve' | 'Reject') => {
    await deciding.open(`${project}/declaration`);
    await deciding.page.getByRole('button', { name: `Decide on version ${version}` }).click();
    await deciding.page.getByLabel(choice).first().check();
    await deciding.page.getByLabel('Reason').fill('Read with care.');
    await deciding.page.getByRole('button', { name: 'Record the decision' }).click();
  };
  await deciding.open(`${project}/declaration/decide`);
  await deciding.page
    .getByText(/security review/i)
    .first()
    .waitFor();
  await deciding.look('declaration-not-cleared');
  await evaluating.open(`${project}/clearances/record`);
  await evaluating.look('clearance-record');
  for (const kind of ['security', 'equality', 'ethics', 'supplier'])
    await evaluating.page.locator(`input[name=kinds][value=${kind}]`).check();
  await evaluating.page.getByLabel('Title of the document').fill('Reviews of March');
  await evaluating.page.getByLabel('Where to find it').fill('File 12');
  await evaluating.page.getByLabel('Date on it').fill('2026-01-05');
  await evaluating.page.getByRole('button', { name: 'Clear it' }).click();
  await evaluating.page.waitForURL((at) => at.pathname.endsWith('/clearances'));
  assert.equal((await borough.send(day)).stored, 0);
  await decide(1, 'Approve');
  await deciding.page
    .getByText(/in force/i)
    .first()
    .waitFor();
  await leading.open(`${project}/stage`);
  await leading.page.locator('input[name=stage][value=live]').check();
  await leading.page.getByRole('button', { name: 'Save' }).click();
  await leading.page.waitForURL(`**${project}*`);

  assert.equal((await borough.send(day)).stored, 75);
  const anybody = await aTraveller(url);
  await anybody.open(`/register/${slug}/projects/${projectSlug}`);
  await anybody.page.getByText(body.title).first().waitFor();
  await anybody.look('whole-project-public');
  await anybody.open(`/register/${slug}/places/ash-grove-primary`);
  await anybody.look('whole-project-place');
  await anybody.open(`/register/${slug}/places/ash-grove-primary/sign.svg`);

  // Wider waits; narrower takes effect at once.
  const redraft = (decimals: number) => {
    const properties = body.properties.map((each) => ({ ...each, decimals }));
    const draft = { projectId, body: { ...body, properties } };
    return db.transaction().execute((tx) => saveDraft(tx, author.viewer, draft));
  };
  /** Sends a level with three decimals, and reads from the public file how much of it was kept. */
  const keptOf = async (no2: number) => {
    const reading = { device: 'air-1', time: new Date().toISOString(), no2, pm10: 20, pm25: 9 };
    assert.equal((await borough.send([reading])).stored, 3);
    const file = await (await fetch(`${url}/register/${slug}/devices/air-1/readings.csv?show=no2`)).text();
    return Number(file.trim().split('\r\n').at(-1)!.split(',')[2]);
  };
  const submit = async () => {
    await leading.open(`${project}/declaration/check`);
    await leading.look('declaration-check-again');
    await leading.page.getByRole('button', { name: 'Submit the declaration' }).click();
    await leading.page.waitForURL((at) => !at.pathname.endsWith('/check'));
  };
  await redraft(2);
  await submit();
  await leading.look('declaration-wider-waiting');
  assert.equal(await keptOf(41.237), 41.2, 'the old promise is enforced while the wider one waits');
  await decide(2, 'Reject');
  await redraft(0);
  await submit();
  assert.equal(await keptOf(52.737), 53, 'a narrower promise waits for nobody');

  await validating.open(`${dpia}/withdraw`);
  await validating.page.getByLabel('Why?').fill('The street has a nursery now.');
  await validating.page.getByRole('button', { name: 'Withdraw it' }).click();
  await until(async () => {
    const { stored, refused } = await borough.send(aDayOf('air-1', { no2: 31, pm10: 19, pm25: 8 }));
    return stored === 0 && refused['declaration-not-in-force'] === 75;
  });
  await leading.open(`/devices/${slug}/air-1`);
  await leading.page.getByText(/declaration is suspended \(dpia\)/).waitFor();
  await leading.look('device-refused');
  await leading.open(`${project}/clearances`);
  await leading.look('clearances-lapsed');
  await leading.page.getByText(/No readings are taken: data protection impact assessment was taken back/).waitFor();
});
