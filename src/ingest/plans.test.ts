import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt } from '../base/index.ts';
import { createPlans } from './plans.ts';

const { db } = await aDatabase();
const { authorityId, devices } = await anAirProject(db);
const { kind, value } = devices[0].identifier;
const noNews = { watch: () => () => {} };

test('a plan is kept for the next message, but not beyond midnight, when a declaration ends by its date', async () => {
  for (const [time, keptAfter] of [
    ['12:00:00.000', true],
    ['23:59:59.800', false],
  ] as const) {
    const plans = createPlans(db, noNews, aClockAt(`2026-05-01T${time}Z`));
    assert.ok(plans.find(authorityId, kind, value) instanceof Promise);
    await plans.find(authorityId, kind, value);
    await new Promise((resolve) => setTimeout(resolve, 250));
    assert.equal(!(plans.find(authorityId, kind, value) instanceof Promise), keptAfter, time);
  }
});
