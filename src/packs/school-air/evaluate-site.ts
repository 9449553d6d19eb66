import type { Db, Tx } from '../../base/index.ts';
import { endFinding, reportFinding } from '../../insights/index.ts';
import { timeBuckets } from '../../observations/index.ts';
import { assessPlace, METHOD_VERSION, type PlaceAssessment, type PollutantSeries } from './assess-place.ts';
import { DAQI } from './daqi.ts';
import type { Site } from './sites.store.ts';

export const PACK = 'school-air';
const HOUR_MS = 3_600_000;
const LONGEST_AVERAGE_MS = 24 * HOUR_MS;
/** A finding opens from index 4, the first of the moderate band. */
const FIRST_INDEX = 4;
const QUIET_SEVERITY = 30;
/** A site is quiet after three expected reports have not come, and at least two hours. */
const QUIET_REPORTS = 3;
const QUIET_AT_LEAST_MS = 2 * HOUR_MS;

/** Assesses a site from its hourly means at the last complete hour. */
export async function assessSite(db: Db, site: Site, now: Date): Promise<PlaceAssessment> {
  const until = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  const from = new Date(until.getTime() - LONGEST_AVERAGE_MS);
  const buckets = await timeBuckets(
    db,
    site.datastreams.map(({ id }) => id),
    from,
    until,
    'hour',
  );
  const series: PollutantSeries[] = site.datastreams.map(({ id, pollutant }) => ({
    pollutant,
    datastreamId: id,
    hours: buckets
      .filter((bucket) => bucket.datastreamId === id && bucket.mean !== null)
      .map(({ bucket, mean }) => ({ at: bucket, mean: mean! })),
  }));
  return assessPlace(series, now);
}

/** Assesses the site and opens, updates or ends its findings. */
export async function evaluateSite(tx: Tx, site: Site, now: Date): Promise<PlaceAssessment> {
  const assessment = await assessSite(tx, site, now);
  const subject = { kind: 'place', id: site.placeId } as const;
  if (assessment.index !== undefined && assessment.index >= FIRST_INDEX) {
    await reportFinding(tx, {
      ...about(site, now),
      kind: 'band-reached',
      severity: assessment.index * 10,
      title: `${capital(assessment.band!)} air pollution at ${site.placeName}`,
      evidence: { sentence: bandSentence(site, assessment), ...figures(assessment) },
      coverage: assessment.decisive!.coverage,
      beganAt: assessment.until,
    });
  } else if (assessment.index !== undefined) await endFinding(tx, PACK, 'band-reached', subject, now);
  await evaluateQuiet(tx, site, now);
  return assessment;
}

async function evaluateQuiet(tx: Tx, site: Site, now: Date): Promise<void> {
  if (!site.lastAt) return; // never reported: that is a matter of connecting it, not of going quiet
  const silentMs = now.getTime() - site.lastAt.getTime();
  const allowedMs = Math.max(QUIET_AT_LEAST_MS, QUIET_REPORTS * site.intervalS * 1000);
  if (silentMs <= allowedMs) {
    await endFinding(tx, PACK, 'site-quiet', { kind: 'place', id: site.placeId }, now);
    return;
  }
  // What was last known of its air is too old to go on saying it.
  await endFinding(tx, PACK, 'band-reached', { kind: 'place', id: site.placeId }, now);
  await reportFinding(tx, {
    ...about(site, now),
    kind: 'site-quiet',
    severity: QUIET_SEVERITY,
    title: `No readings from ${site.placeName}`,
    evidence: {
      sentence: `Nothing has arrived from ${site.placeName} since ${localMoment(site.lastAt)}; a report is expected every ${Math.round(site.intervalS / 60)} minutes. Check power, network and the device itself.`,
      lastAt: site.lastAt,
    },
    coverage: 0,
    beganAt: site.lastAt,
  });
}

function about(site: Site, now: Date) {
  return {
    authorityId: site.authorityId,
    projectId: site.projectId,
    pack: PACK,
    methodVersion: METHOD_VERSION,
    subjectKind: 'place' as const,
    subjectId: site.placeId,
    seenAt: now,
  };
}

function figures(assessment: PlaceAssessment): Record<string, unknown> {
  const { index, band, until, pollutants } = assessment;
  return { index, band, until, pollutants };
}

function bandSentence(site: Site, { decisive, index, band, until }: PlaceAssessment): string {
  const { name, averagingHours } = DAQI[decisive!.pollutant];
  const over = averagingHours === 1 ? 'the hour' : `the ${averagingHours} hours`;
  return `${name} averaged ${decisive!.mean!.toFixed(0)} µg/m³ at ${site.placeName} in ${over} to ${localMoment(until)}: index ${index} of 10, ${band} (provisional).`;
}

/** `14:00 on 3 March`, London time: a sentence is read later than it was made. */
function localMoment(at: Date): string {
  const written = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'Europe/London' }).format(at);
  return `${written({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} on ${written({ day: 'numeric', month: 'long' })}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
