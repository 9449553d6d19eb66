/**
 * Every open reading of a dataset, one sensor's property after the other. Each page of sensors is chosen by the access rule at that
 * moment, so a promise that is withdrawn during a long download ends it; one page of readings is in memory at a time.
 */
import { type Db, sql } from '../../base/index.ts';
import { PUBLIC } from '../../identity/index.ts';
import { pageObservations } from '../../observations/index.ts';
import { visibleDatastreams } from '../../register/index.ts';

const DATASTREAM_PAGE = 100;
const READING_PAGE = 5_000;

export interface OpenDatastream {
  readonly id: number;
  readonly device: string;
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly property: string;
  readonly unit: string | null;
}

export interface OpenReading {
  readonly phenomenonTime: Date;
  readonly value: number | null;
  readonly textValue: string | null;
}

/** Pages of readings with the datastream they are of, oldest first within it; `from` and `to` narrow the time. */
export async function* openReadings(
  db: Db,
  projectId: number,
  period: { from?: Date | undefined; to?: Date | undefined } = {},
): AsyncGenerator<{ datastream: OpenDatastream; readings: OpenReading[] }> {
  for (let after = 0; ; ) {
    const page = await openDatastreams(db, projectId, after);
    for (const datastream of page) {
      let next: string | undefined;
      do {
        const found = await pageObservations(db, {
          datastreamIds: [datastream.id],
          order: 'oldest-first',
          after: next,
          limit: READING_PAGE,
          ...period,
        });
        if (found.rows.length > 0) yield { datastream, readings: found.rows };
        next = found.after;
      } while (next !== undefined);
    }
    if (page.length < DATASTREAM_PAGE) return;
    after = page.at(-1)!.id;
  }
}

async function openDatastreams(db: Db, projectId: number, after: number): Promise<OpenDatastream[]> {
  const { rows } = await sql<OpenDatastream>`
    select ds.id, d.slug as device, d.place_name as place, d.latitude, d.longitude, ds.property_code as property, op.unit_code as unit
    from register.v_datastream ds
    join register.v_public_device d on d.id = ds.device_id
    join register.v_observed_property op on op.code = ds.property_code
    where ds.project_id = ${projectId} and ds.id > ${after} and ${visibleDatastreams(PUBLIC)}
    order by ds.id limit ${DATASTREAM_PAGE}`.execute(db);
  return rows;
}
