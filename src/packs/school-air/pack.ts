/**
 * The use case "air outside schools". IF the school streets team HAD this hour's air quality at each school gate, THEN they
 * could close a street, delay outdoor sport or call the site's owner on the day it matters.
 * Wakes when readings of a site are committed (a few seconds later, once for a burst) and every ten minutes for silence.
 */
import type { House } from '../../base/index.ts';
import { endFinding, listOpenSubjects } from '../../insights/index.ts';
import { evaluateSite, PACK } from './evaluate-site.ts';
import { listSites } from './sites.store.ts';

const EVALUATE_TASK = 'school-air.evaluate';
const QUIET_TASK = 'school-air.quiet';
const GATHER_MS = 3_000;

export function startSchoolAir(house: House): void {
  house.jobs.task(EVALUATE_TASK, ({ placeId }) => evaluatePlaces(house, [Number(placeId)]));
  house.jobs.task(QUIET_TASK, async () => {
    await evaluatePlaces(house);
    await endFindingsWithoutSite(house);
  });
  house.jobs.cron(QUIET_TASK, '*/10 * * * *');
  house.dispatcher.on('observations.committed', 'packs.school-air', async (batches) => {
    const datastreamIds = [...new Set(batches.flatMap(({ payload }) => payload.datastreams as number[]))];
    const sites = await listSites(house.db, { datastreamIds });
    // One job for each place and slot of time: a place that reports all the time is neither evaluated each time nor put off.
    const slot = Math.floor(Date.now() / GATHER_MS) + 1;
    const runAt = new Date(slot * GATHER_MS);
    for (const { placeId } of sites)
      await house.jobs.add(house.db, EVALUATE_TASK, { placeId }, { key: `${EVALUATE_TASK}:${placeId}:${slot}`, runAt });
  });
}

async function evaluatePlaces(house: House, placeIds?: number[]): Promise<void> {
  for (const site of await listSites(house.db, placeIds ? { placeIds } : {})) {
    await house.db.transaction().execute((tx) => evaluateSite(tx, site, house.clock.now()));
  }
}

/** A place the pack may no longer read (declaration ended, devices gone) has no findings any more either. */
async function endFindingsWithoutSite(house: House): Promise<void> {
  const readable = new Set((await listSites(house.db)).map(({ placeId }) => placeId));
  for (const { kind, subjectKind, subjectId } of await listOpenSubjects(house.db, PACK)) {
    if (readable.has(subjectId)) continue;
    const subject = { kind: subjectKind, id: subjectId };
    await house.db.transaction().execute((tx) => endFinding(tx, PACK, kind, subject, house.clock.now()));
  }
}
