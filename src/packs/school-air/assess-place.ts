import { DAQI, type DaqiBand, type DaqiPollutant, daqiBand, daqiIndex } from './daqi.ts';

/** Clock hours with a mean, as the store's time buckets give them; `at` is the start of the hour. */
export interface HourlyMean {
  readonly at: Date;
  readonly mean: number;
}

export interface PollutantSeries {
  readonly pollutant: DaqiPollutant;
  readonly datastreamId: number;
  readonly hours: readonly HourlyMean[];
}

export interface PollutantAssessment {
  readonly pollutant: DaqiPollutant;
  readonly datastreamId: number;
  /** µg/m³ over the pollutant's averaging time, or undefined when too little arrived. */
  readonly mean: number | undefined;
  readonly index: number | undefined;
  /** Share of the averaging hours that have a value. */
  readonly coverage: number;
}

export interface PlaceAssessment {
  /** End of the hour assessed. */
  readonly until: Date;
  readonly pollutants: readonly PollutantAssessment[];
  /** The highest index of the pollutants that have enough data; undefined when none has. */
  readonly index: number | undefined;
  readonly band: DaqiBand | undefined;
  readonly decisive: PollutantAssessment | undefined;
}

export const METHOD_VERSION = 'school-air 1 (UK DAQI 2013)';
/** At least three quarters of the averaging hours must have a value, as UK-AIR asks of its own means. */
export const NEEDED_COVERAGE = 0.75;
const HOUR_MS = 3_600_000;

/** Assesses one place at the last complete clock hour before `now`. Without enough data it says so instead of guessing. */
export function assessPlace(series: readonly PollutantSeries[], now: Date): PlaceAssessment {
  const until = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  const pollutants = series.map((one) => assessPollutant(one, until));
  const known = pollutants.filter((one) => one.index !== undefined);
  const decisive = known.sort((a, b) => b.index! - a.index!)[0];
  const index = decisive?.index;
  return { until, pollutants, index, band: index === undefined ? undefined : daqiBand(index), decisive };
}

function assessPollutant(series: PollutantSeries, until: Date): PollutantAssessment {
  const { averagingHours } = DAQI[series.pollutant];
  const from = until.getTime() - averagingHours * HOUR_MS;
  const inside = series.hours.filter(({ at }) => at.getTime() >= from && at.getTime() < until.getTime());
  const coverage = inside.length / averagingHours;
  const { pollutant, datastreamId } = series;
  if (coverage < NEEDED_COVERAGE) return { pollutant, datastreamId, mean: undefined, index: undefined, coverage };
  const mean = inside.reduce((sum, hour) => sum + hour.mean, 0) / inside.length;
  return { pollutant, datastreamId, mean, index: daqiIndex(pollutant, mean), coverage };
}
