import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { within } from '@testing-library/dom';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aDevice, anAirProject, aPlace } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerHomePages } from './home.routes.ts';
import { registerVocabularyPages } from './vocabulary.routes.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const browser = aBrowser(await pagesOn(house, registerHomePages, registerVocabularyPages));

describe('the first page', () => {
  it('of a Lamppost on which nothing is set up says what to do', async () => {
    const { page } = await browser.open('/');
    page.getByText(/open the one-time setup link that it printed/);
  });

  it('counts what anybody may know of, and leads to it by words, map, list and authority', async () => {
    const air = await anAirProject(db, { authoritySlug: 'northbank' });
    await sql`update register.device set state = 'retired' where id = ${air.devices[2].deviceId}`.execute(db);
    await sql`update register.device set state = 'planned' where id = ${air.devices[1].deviceId}`.execute(db);
    const { authorityId, projectId, modelId } = air;
    const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode: 'E01000001' });
    await aDevice(db, { authorityId, projectId, modelId, placeId });
    const { page } = await browser.open('/');
    page.getByText(/2 sensors at 2 places in 1 project; 1 report/);
    assert.equal(page.getByRole('link', { name: 'See them on a map' }).getAttribute('href'), '/register/map');
    const form = page.getByRole('search') as HTMLFormElement;
    assert.equal(form.getAttribute('action'), '/register');
    assert.equal(within(form).getByLabelText('Find a sensor').getAttribute('name'), 'q');
    const [authority] = page.getAllByRole('link', { name: /^Borough/ });
    assert.equal(authority?.getAttribute('href'), '/register?authority=northbank');
  });
});

describe('the vocabulary', () => {
  it('has a page for each property, which the definitions of the API lead to', async () => {
    const list = await browser.open('/vocabulary');
    const property = await browser.follow(list, 'Nitrogen dioxide');
    assert.equal(property.heading, 'Nitrogen dioxide');
    property.page.getByText('UCUM ug/m3');
    assert.equal((await browser.open('/vocabulary/nothing')).status, 404);
    assert.match((await browser.open('/vocabulary/charge-point-state')).body, /AVAILABLE/i);
  });
});
