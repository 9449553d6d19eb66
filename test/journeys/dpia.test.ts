import assert from 'node:assert/strict';
import type { AnswerValue } from '../../src/assessments/index.ts';
import { readAssessment, saveAnswers } from '../../src/assessments/index.ts';
import { completeAnswers } from '../build-assessments.ts';
import { aPerson } from '../build-identity.ts';
import { aJourneyHouse, anAirBorough, PASSWORD } from './journey-house.ts';
import { aTraveller, journey, type Traveller } from './traveller.ts';

const RISK = {
  risk: 'Somebody sees when nobody is at home.',
  likelihood: 'probable',
  severity: 'severe',
  measures: 'One mean a day leaves the house.',
  effect: 'reduced',
  likelihood_after: 'remote',
  severity_after: 'minimal',
};

journey('a DPIA is asked for, written, sent back, written again, advised on, accepted, and taken back', async () => {
  const running = await aJourneyHouse();
  const borough = await anAirBorough(running);
  const { lead, slug, authorityId, projectId, projectSlug } = borough;
  const person = (name: string, email: string, roles: Parameters<typeof aPerson>[1]['roles']) =>
    aPerson(running.db, { authorityId, name, email: `${email}@ashbourne.example`, password: PASSWORD, roles: roles! });
  const evaluator = await person('Eve Nolan', 'governance', ['information_governance']);
  const officer = await person('Dee Okafor', 'dpo', ['data_protection_officer']);
  const validator = await person('Val Singh', 'siro', ['siro']);
  const signedIn = async (who: { email: string }) => {
    const traveller = await aTraveller(running.url);
    await traveller.signIn(who, PASSWORD);
    return traveller;
  };
  const press = (at: Traveller, name: string | RegExp) => at.page.getByRole('button', { name }).click();

  const author = await signedIn(lead);
  const home = `/projects/${slug}/${projectSlug}/assessments`;
  /** Answers what the pages have not asked yet; a hundred pages are no part of this way. */
  const answer = async (code: string, given: Record<string, AnswerValue>) => {
    const { version, answers } = await readAssessment(running.db, lead.viewer, { projectId, code });
    const held = Object.fromEntries([...answers].map(([id, { value }]) => [id, value]));
    const wanted = completeAnswers(version.framework, { ...held, ...given });
    const changes = Object.entries(wanted).map(([questionId, raw]) => ({
      questionId,
      raw,
      revision: answers.get(questionId)?.revision ?? 0,
    }));
    await running.db.transaction().execute((tx) => saveAnswers(tx, lead.viewer, version.id, changes));
  };
  const submit = async (code: string) => {
    await author.open(`${home}/${code}/check`);
    await author.look(`whole-${code}-check`);
    await press(author, 'Submit for review');
    await author.page.waitForURL(`**${home}/${code}?*`);
  };

  await author.open(home);
  await author.look('whole-assessments');
  await press(author, /^Begin .*screening/i);
  await author.look('whole-screening-begun');
  await answer('dpia-screening', { personal_data: 'yes' });
  await author.open(home);
  await press(author, /^Begin (?!.*screening).*(data protection impact|DPIA)/i);
  await answer('dpia', { risks: [RISK], measures_approved: 'yes' });
  await submit('dpia');
  await author.look('whole-dpia-in-review');

  const evaluating = await signedIn(evaluator);
  await evaluating.open(`${home}/dpia/review`);
  await evaluating.page.getByLabel('To correct', { exact: true }).first().check();
  await evaluating.page.getByLabel('About the whole (optional)').fill('The tenants are missing.');
  await evaluating.look('whole-dpia-review');
  await press(evaluating, 'Send it back');

  await author.open(`${home}/dpia`);
  await author.page.getByText('The tenants are missing.').first().waitFor();
  await author.look('whole-dpia-sent-back');
  await submit('dpia');

  await evaluating.open(`${home}/dpia/review`);
  await evaluating.page.getByLabel('Fine', { exact: true }).first().check();
  await press(evaluating, 'Pass it on to be accepted');
  const advising = await signedIn(officer);
  await advising.open(`${home}/dpia/review`);
  await advising.page.getByLabel('Your advice').fill('Tell the tenants twice.');
  await advising.look('whole-dpia-advice');
  await press(advising, 'Give this advice');

  const accepting = await signedIn(validator);
  await accepting.open(`${home}/dpia/review`);
  await accepting.page.getByLabel('Why the advice is followed').fill('We write in May and June.');
  await press(accepting, 'The advice is followed');
  await accepting.open(`${home}/dpia/review`);
  await accepting.look('whole-dpia-accept');
  await press(accepting, 'Accept it');
  await accepting.open(`${home}/dpia`);
  await accepting.look('whole-dpia-accepted');
  await accepting.page.getByRole('link', { name: 'Withdraw', exact: true }).click();
  await accepting.page.getByLabel('Why?').fill('The sensors changed.');
  await accepting.look('whole-dpia-withdraw');
  await press(accepting, 'Withdraw it');
  await accepting.page.getByText('What it cleared is revoked').waitFor();
  await accepting.look('whole-dpia-withdrawn');
  const { version } = await readAssessment(running.db, lead.viewer, { projectId, code: 'dpia' });
  assert.equal(version.state, 'withdrawn');
  const anybody = await aTraveller(running.url);
  await anybody.open(`/register/${slug}/projects/${projectSlug}`);
  await anybody.page.getByText(/withdrawn on \d/).waitFor();
  await anybody.look('whole-public-after');
});
