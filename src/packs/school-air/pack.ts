/**
 * The use case "air outside schools". IF the school streets team HAD this hour's air quality at each school gate, THEN they
 * could close a street, delay outdoor sport or call the site's owner on the day it matters.
 * Wakes when readings of a site are committed (a few seconds later, once for a burst) and every ten minutes for silence.
 */
import type { House } from '../../base/index.ts';
import { evaluateSite } from './evaluate-site.ts';
import { listSites } from './sites.store.ts';

const EVALUATE_TASK = 'school-air.evaluate';
const QUIET_TASK = 'school-air.quiet';
const GATHER_MS = 3_000;

export function startSchoolAir(house: House): void {
  house.jobs.task(EVALUATE_TASK, ({ placeId }) => evaluatePlaces(house, [Number(placeId)]));
  house.jobs.task(QUIET_TASK, () => evaluatePlaces(house));
  house.jobs.cron(QUIET_TASK, '*/10 * * * *');
  house.dispatcher.on('observations.committed', 'packs.school-air', async (batches) => {
    const datastreamIds = [...new Set(batches.flatMap(({ payload }) => payload.datastreams as number[]))];
    const sites = await listSites(house.db, { datastreamIds });
    const runAt = new Date(Date.now() + GATHER_MS);
    for (const { placeId } of sites)
      await house.jobs.add(house.db, EVALUATE_TASK, { placeId }, { key: `${EVALUATE_TASK}:${placeId}`, runAt });
  });
}

async function evaluatePlaces(house: House, placeIds?: number[]): Promise<void> {
  for (const site of await listSites(house.db, placeIds ? { placeIds } : {})) {
    await house.db.transaction().execute((tx) => evaluateSite(tx, site, house.clock.now()));
  }
}
