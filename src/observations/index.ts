/** The door of the room `observations`: what stands, what stood, and how it gets in. */
export { backfill, type HistoricObservation } from './backfill.ts';
export { type Committed, commitObservations, NOT_ALL_NEWER, placeAllNewer, RaceLost } from './commit-observations.ts';
export { type StoreCounts, storeCounts } from './counts.store.ts';
export { latestOf } from './latest.store.ts';
export type { Fate, NewObservation, Observation } from './observation.ts';
export { EARLIEST, LATEST, observationId, observationIdSql } from './observation-id.ts';
export { type PageRequest, pageObservations } from './observation-page.store.ts';
export { type Retired, runRetention } from './run-retention.ts';
export { type TimeBucket, timeBuckets } from './time-buckets.store.ts';
