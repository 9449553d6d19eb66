import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { within } from '@testing-library/dom';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { ALGORITHMS, SCHOOL_AIR_PURPOSE } from '../../packs/index.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerAlgorithmPages } from './algorithms.routes.ts';

const database = await aDatabase();
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const app = await pagesOn(house, registerAlgorithmPages);
const browser = aBrowser(app);
const PAGE = '/algorithms/air-outside-schools';

describe('the register of algorithms', () => {
  it('shows one that no declaration names as used by nobody', async () => {
    const { page } = await browser.open('/algorithms');
    assert.match(page.getByRole('row', { name: /Air outside schools/ }).textContent!, /used by nobody now/);
    (await browser.open(PAGE)).page.getByText(/No declaration in force names its purpose/);
  });

  describe('once a declaration names its purpose', () => {
    before(async () => {
      await anAirProject(database.db, {
        authoritySlug: 'northbank',
        body: aDeclarationBody({
          controller: 'Northbank Council',
          purposes: [{ code: SCHOOL_AIR_PURPOSE, label: 'Cleaner air', because: 'To act.' }],
          properties: [aDeclaredProperty('no2', { purposes: [SCHOOL_AIR_PURPOSE], retention_days: 365 })],
        }),
      });
    });

    it('says what it does, who decides, how to challenge it by layer, who, route and effect, and where it runs', async () => {
      const list = await browser.open('/algorithms');
      const { heading, page, document } = await browser.follow(list, 'Air outside schools, worst first');
      assert.equal(heading, 'Air outside schools, worst first');
      page.getByText('It advises, people decide.');
      for (const layer of ['What the tool says', 'What is done because of it']) {
        const card = within(page.getByRole('heading', { name: layer }).closest('.govuk-summary-card') as HTMLElement);
        for (const fact of ['You may say', 'Who may', 'How', 'What it can change', 'Answered within'])
          card.getByText(fact);
      }
      page.getByRole('table', { name: 'Where it is used' });
      assert.match(document.body.textContent!, /2\.1\.1 Organisation\s*Northbank Council/);
      assert.match(document.body.textContent!, /2\.1\.3 Senior responsible owner\s*Not filled in/);
    });

    it('is a record for machines with both tiers in the order of the standard', async () => {
      const { metadata, tier1, tier2, appeals, used_in } = (await app.inject(`${PAGE}/record.json`)).json();
      assert.deepEqual(
        [metadata.atrs_version, metadata.phase, metadata.organisation_type],
        ['4.0', 'production', 'local-authority'],
      );
      assert.deepEqual(
        tier1.map(({ number, key }: { number: string; key: string }) => `${number} ${key}`),
        ['1.1 name', '1.2 description', '1.3 website', '1.4 contact_email'],
      );
      const numbers = tier2.map(({ number }: { number: string }) => number);
      assert.equal(new Set(numbers).size, numbers.length);
      for (const number of ['2.1.4.5', '2.2.5', '2.3.6', '2.4.1.4', '2.4.2.9', '2.4.3.10', '2.4.4.5', '2.5.2'])
        assert.ok(numbers.includes(number), number);
      assert.deepEqual(new Set(appeals.map(({ layer }: { layer: string }) => layer)), new Set(['output', 'process']));
      assert.equal(used_in[0].controller, 'Northbank Council');
      assert.match(JSON.stringify(tier2), /kept for 1 year/, 'what the declaration promises, not what the pack says');
      assert.equal((await app.inject('/algorithms.json')).json().length, ALGORITHMS.length);
      assert.equal((await app.inject('/algorithms/nothing')).statusCode, 404);
    });
  });

  it('is searched, and says when nothing matches', async () => {
    (await browser.open('/algorithms?q=schools%20borough')).page.getByRole('table', { name: '1 algorithm' });
    (await browser.open('/algorithms?q=faces')).page.getByRole('heading', { name: 'No algorithm matches' });
  });
});

describe('every algorithm of a pack', () => {
  it('fills in who decides, both layers of appeal, a risk, and tier 1', () => {
    assert.equal(new Set(ALGORITHMS.map(({ id }) => id)).size, ALGORITHMS.length);
    for (const record of ALGORITHMS) {
      assert.deepEqual(new Set(record.appeals.map(({ layer }) => layer)), new Set(['output', 'process']), record.id);
      assert.ok(record.risks.length > 0 && record.humanRole.decides && record.humanRole.review, record.id);
      assert.ok(Object.keys(record.answers).length >= 15, record.id);
    }
  });
});
