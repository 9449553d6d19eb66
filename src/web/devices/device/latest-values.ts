import type { Observation } from '../../../observations/index.ts';
import type { OwnDatastream } from './device.store.ts';

/** A datastream with its newest value as a page writes it. */
export interface LatestValue extends OwnDatastream {
  readonly number: number | null;
  readonly text: string | null;
  readonly at: Date | null;
}

/** Newest values by datastream; nothing of those the viewer may not read. Pure. */
export function latestValues(
  datastreams: readonly OwnDatastream[],
  latest: ReadonlyMap<number, Observation>,
): LatestValue[] {
  return datastreams.map((datastream) => {
    const newest = datastream.isVisible ? latest.get(datastream.id) : undefined;
    const isTruth = datastream.kind === 'truth';
    const value = newest?.value ?? null;
    return {
      ...datastream,
      number: isTruth ? null : value,
      text: isTruth && value !== null ? (value === 0 ? 'No' : 'Yes') : (newest?.textValue ?? null),
      at: newest?.phenomenonTime ?? null,
    };
  });
}
