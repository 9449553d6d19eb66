import type { Db } from '../../base/index.ts';
import { timeBuckets } from '../../observations/index.ts';
import { type DrawnSeries, renderTimeSeries } from '../face/chart/render-time-series.ts';
import type { ReadableDatastream } from './readable-datastreams.store.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Periods a chart may show, in days; up to a month by the hour, longer by the day. */
export const PERIODS = [1, 7, 30, 90] as const;

/** WHO 2021 global air quality guidelines, 24-hour means in µg/m³. */
const GUIDELINES: Record<string, { value: number; label: string }> = {
  no2: { value: 25, label: 'WHO 24-hour guideline' },
  pm25: { value: 15, label: 'WHO 24-hour guideline' },
  pm10: { value: 45, label: 'WHO 24-hour guideline' },
};

/** A chart of hourly (or daily) means of one datastream, ending now. */
export async function chartOf(db: Db, datastream: ReadableDatastream, days: number, now: Date): Promise<DrawnSeries> {
  const bucket = days > 31 ? 'day' : 'hour';
  const stepMs = bucket === 'day' ? DAY_MS : HOUR_MS;
  const to = new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS);
  const from = new Date(to.getTime() - days * DAY_MS);
  const buckets = await timeBuckets(db, [datastream.id], from, to, bucket, 'Europe/London');
  const guideline = GUIDELINES[datastream.propertyCode];
  return renderTimeSeries({
    title: `${datastream.property}, ${bucket === 'day' ? 'daily' : 'hourly'} means`,
    unit: datastream.unit ?? '',
    points: buckets.filter(({ mean }) => mean !== null).map(({ bucket: at, mean }) => ({ at, value: mean! })),
    from,
    to,
    gapAfterMs: 2.5 * stepMs,
    ...(guideline ? { thresholds: [guideline] } : {}),
  });
}
