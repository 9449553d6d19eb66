import { type Db, sql } from '../base/index.ts';
import type { Observation } from './observation.ts';
import { observationIdSql, parseObservationId } from './observation-id.ts';

export interface PageRequest {
  readonly datastreamIds: readonly number[];
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly order?: 'newest-first' | 'oldest-first' | undefined;
  /** Id of the last observation of the page before. */
  readonly after?: string | undefined;
  /** 100 unless told, 10,000 at most. */
  readonly limit?: number | undefined;
}

/**
 * One page of observations in the order of time, then datastream, then sequence; the next page continues after the last id
 * (keyset: what arrives meanwhile shifts nothing). The caller has applied the access rule to the datastreams.
 */
export async function pageObservations(
  db: Db,
  request: PageRequest,
): Promise<{ rows: Observation[]; after: string | undefined }> {
  const limit = Math.min(request.limit ?? 100, 10_000);
  const newest = (request.order ?? 'newest-first') === 'newest-first';
  const cursor = request.after === undefined ? undefined : parseObservationId(request.after);
  const beyond = newest ? sql`<` : sql`>`;
  const direction = newest ? sql`desc` : sql`asc`;
  const { rows } = await sql<Observation>`
    select ${observationIdSql('o')} as id, o.datastream_id as "datastreamId",
      o.phenomenon_time + o.millis * interval '1 millisecond' as "phenomenonTime", o.sequence, o.value,
      o.text_value as "textValue", o.received_at as "receivedAt"
    from observations.observation o
    where o.datastream_id = any(${[...request.datastreamIds]}::int[])
      ${request.from ? sql`and o.phenomenon_time >= ${request.from}` : sql``}
      ${request.to ? sql`and o.phenomenon_time < ${request.to}` : sql``}
      ${cursor ? sql`and (o.phenomenon_time, o.datastream_id, o.sequence) ${beyond} (${cursor.phenomenonTime}, ${cursor.datastreamId}, ${cursor.sequence})` : sql``}
    order by o.phenomenon_time ${direction}, o.datastream_id ${direction}, o.sequence ${direction}
    limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  return { rows: page, after: rows.length > limit ? page.at(-1)!.id : undefined };
}
