/**
 * Ids of observations are derived, not stored: 25 bits datastream, 30 bits seconds since 2000-01-01T00:00:00Z, 8 bits
 * sequence. They pass 2^53 from datastream 32,768 on, so they travel as bigint or as digits.
 */
import { type RawBuilder, sql } from '../base/index.ts';
import { idMalformed } from './observations.errors.ts';

const EPOCH_S = 946_684_800; // 2000-01-01T00:00:00Z
const SECONDS = 2 ** 30;
const DATASTREAMS = 2 ** 25;

/** The first and the last instant an id can name: 2000-01-01 and 2034-01-09. Readings outside are refused. */
export const EARLIEST = new Date(EPOCH_S * 1000);
export const LATEST = new Date((EPOCH_S + SECONDS - 1) * 1000);

/** Throws a RangeError for what the id cannot hold. Milliseconds are not part of it. */
export function observationId(datastreamId: number, phenomenonTime: Date, sequence: number): bigint {
  const second = Math.floor(phenomenonTime.getTime() / 1000) - EPOCH_S;
  if (!(datastreamId > 0 && datastreamId < DATASTREAMS))
    throw new RangeError('datastream does not fit an observation id');
  if (!(second >= 0 && second < SECONDS)) throw new RangeError('time does not fit an observation id');
  if (!(sequence >= 0 && sequence < 256)) throw new RangeError('sequence does not fit an observation id');
  return (BigInt(datastreamId) << 38n) | (BigInt(second) << 8n) | BigInt(sequence);
}

/** The inverse of `observationId`, to the whole second. Throws OBS_ID_MALFORMED for text that is no such id. */
export function parseObservationId(id: string | bigint): {
  datastreamId: number;
  phenomenonTime: Date;
  sequence: number;
} {
  if (typeof id === 'string' && !/^\d{1,19}$/.test(id)) throw idMalformed({ field: 'id' });
  const bits = BigInt(id);
  const datastreamId = Number(bits >> 38n);
  if (datastreamId < 1 || datastreamId >= DATASTREAMS) throw idMalformed({ field: 'id' });
  const second = Number((bits >> 8n) & 0x3fff_ffffn);
  return { datastreamId, phenomenonTime: new Date((second + EPOCH_S) * 1000), sequence: Number(bits & 0xffn) };
}

/** The same id as SQL text, over the columns of `observations.v_observation` under an alias (`o` unless told). */
export function observationIdSql(alias = 'o'): RawBuilder<string> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<string>`((${column('datastream_id')}::bigint << 38)
    | ((extract(epoch from ${column('phenomenon_time')})::bigint - ${sql.lit(EPOCH_S)}) << 8)
    | ${column('sequence')}::bigint)::text`;
}
