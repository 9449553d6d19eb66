import type { Db } from '../../base/index.ts';
import { latestOf } from '../../observations/index.ts';
import type { ReadableDatastream } from './readable-datastreams.store.ts';

export interface LiveValue {
  readonly datastreamId: number;
  readonly property: string;
  readonly unit: string | null;
  readonly decimals: number;
  readonly kind: string;
  readonly text: string;
  readonly at: Date | undefined;
}

/** The newest value of each datastream, as text with the decimals its declaration keeps. */
export async function liveValues(db: Db, datastreams: readonly ReadableDatastream[]): Promise<LiveValue[]> {
  const latest = await latestOf(
    db,
    datastreams.map((datastream) => datastream.id),
  );
  return datastreams.map((datastream) => {
    const newest = latest.get(datastream.id);
    const decimals = Math.max(0, datastream.decimals ?? 1);
    return {
      datastreamId: datastream.id,
      property: datastream.property,
      unit: datastream.unit,
      decimals,
      kind: datastream.kind,
      text: textOf(datastream, newest, decimals),
      at: newest?.phenomenonTime,
    };
  });
}

function textOf(
  datastream: ReadableDatastream,
  newest: { value: number | null; textValue: string | null } | undefined,
  decimals: number,
): string {
  if (!newest) return 'no reading yet';
  if (newest.value === null) return newest.textValue ?? 'no value';
  if (datastream.kind === 'truth') return newest.value === 1 ? 'yes' : 'no';
  return newest.value.toLocaleString('en-GB', { maximumFractionDigits: decimals });
}
