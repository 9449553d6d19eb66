/** Writes the accounts of a group inside its transaction: one statement a table, none where nothing happened. */
import type pg from 'pg';
import type { ContactLine, FaultLine, InboxLine, UnknownFieldLine } from './accounts.ts';

/** Different faults kept a source, devices in the inbox a source, unknown fields a source. */
export const MOST_FAULTS = 1000;
export const MOST_IN_INBOX = 500;
export const MOST_UNKNOWN_FIELDS = 200;

/** How many rows stand of each source of the lines ($1), counted once a source and not once a line. */
const standingIn = (table: string) =>
  `(select source_id, (select count(*) from ${table} t where t.source_id = sources.source_id) as standing
     from (select distinct unnest($1::int[]) as source_id) sources)`;

/** A new fault beyond the cap is not kept; the ledger counted it all the same. */
export async function writeFaults(client: pg.ClientBase, lines: readonly FaultLine[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    `insert into ingest.fault as f (source_id, authority_id, device_id, code, message, count, first_at, last_at)
     select n.source_id, n.authority_id, n.device_id, n.code, n.message, n.count, to_timestamp(n.at_ms / 1000), to_timestamp(n.at_ms / 1000)
     from (select r.*, f.id is null as is_new, row_number() over (partition by r.source_id, f.id is null) as place
           from unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::float8[])
             as r (source_id, authority_id, device_id, code, message, count, at_ms)
           left join ingest.fault f using (source_id, device_id, code, message)) n
     join ${standingIn('ingest.fault')} s using (source_id)
     where not n.is_new or s.standing + n.place <= ${MOST_FAULTS}
     on conflict (source_id, device_id, code, message) do update
       set count = f.count + excluded.count, last_at = greatest(f.last_at, excluded.last_at)`,
    [
      lines.map((line) => line.sourceId),
      lines.map((line) => line.authorityId),
      lines.map((line) => line.deviceId),
      lines.map((line) => line.code),
      lines.map((line) => line.message),
      lines.map((line) => line.count),
      lines.map((line) => line.atMs),
    ],
  );
}

export async function writeInbox(client: pg.ClientBase, lines: readonly InboxLine[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    `insert into ingest.inbox as i (source_id, authority_id, identifier_kind, identifier, shape, messages, first_at, last_at)
     select n.source_id, n.authority_id, n.kind, n.identifier, n.shape, n.count, to_timestamp(n.at_ms / 1000), to_timestamp(n.at_ms / 1000)
     from (select r.*, i.identifier is null as is_new, row_number() over (partition by r.source_id, i.identifier is null) as place
           from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::jsonb[], $6::int[], $7::float8[])
             as r (source_id, authority_id, kind, identifier, shape, count, at_ms)
           left join ingest.inbox i on i.source_id = r.source_id and i.identifier_kind = r.kind and i.identifier = r.identifier) n
     join ${standingIn('ingest.inbox')} s using (source_id)
     where not n.is_new or s.standing + n.place <= ${MOST_IN_INBOX}
     on conflict (source_id, identifier_kind, identifier) do update
       set messages = i.messages + excluded.messages, shape = excluded.shape, last_at = greatest(i.last_at, excluded.last_at)`,
    [
      lines.map((line) => line.sourceId),
      lines.map((line) => line.authorityId),
      lines.map((line) => line.kind),
      lines.map((line) => line.identifier),
      lines.map((line) => JSON.stringify(line.shape)),
      lines.map((line) => line.count),
      lines.map((line) => line.atMs),
    ],
  );
}

/** Returns the fields that were not known to be unknown before: they are news. */
export async function writeUnknownFields(
  client: pg.ClientBase,
  lines: readonly UnknownFieldLine[],
): Promise<{ authorityId: number; deviceId: number; field: string }[]> {
  if (lines.length === 0) return [];
  const { rows } = await client.query<{ authorityId: number; deviceId: number; field: string; isNew: boolean }>(
    `insert into ingest.unknown_field as u (source_id, authority_id, device_id, field, type, count, first_at, last_at)
     select n.source_id, n.authority_id, n.device_id, n.field, n.type, n.count, to_timestamp(n.at_ms / 1000), to_timestamp(n.at_ms / 1000)
     from (select r.*, u.field is null as is_new, row_number() over (partition by r.source_id, u.field is null) as place
           from unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::float8[])
             as r (source_id, authority_id, device_id, field, type, count, at_ms)
           left join ingest.unknown_field u using (source_id, device_id, field)) n
     join ${standingIn('ingest.unknown_field')} s using (source_id)
     where not n.is_new or s.standing + n.place <= ${MOST_UNKNOWN_FIELDS}
     on conflict (source_id, device_id, field) do update
       set count = u.count + excluded.count, type = excluded.type, last_at = greatest(u.last_at, excluded.last_at)
     returning authority_id as "authorityId", device_id as "deviceId", field, xmax = 0 as "isNew"`,
    [
      lines.map((line) => line.sourceId),
      lines.map((line) => line.authorityId),
      lines.map((line) => line.deviceId),
      lines.map((line) => line.field),
      lines.map((line) => line.type),
      lines.map((line) => line.count),
      lines.map((line) => line.atMs),
    ],
  );
  return rows.filter((row) => row.isNew);
}

export interface ContactUpdate {
  readonly line: ContactLine;
  /** Times each required channel was missing in a row; null leaves what stands. */
  readonly missing: Readonly<Record<string, number>> | null;
}

export async function writeContacts(client: pg.ClientBase, updates: readonly ContactUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await client.query({
    name: 'ingest-contact',
    text: `
      insert into ingest.device_contact as c (device_id, authority_id, last_uplink_at, missing)
      select device_id, authority_id, to_timestamp(at_ms / 1000), coalesce(missing, '{}')
      from unnest($1::int[], $2::int[], $3::float8[], $4::jsonb[]) as n (device_id, authority_id, at_ms, missing)
      on conflict (device_id) do update
        set last_uplink_at = greatest(c.last_uplink_at, excluded.last_uplink_at),
            missing = case when excluded.device_id = any($5::int[]) then c.missing else excluded.missing end`,
    values: [
      updates.map(({ line }) => line.deviceId),
      updates.map(({ line }) => line.authorityId),
      updates.map(({ line }) => line.atMs),
      updates.map(({ missing }) => (missing ? JSON.stringify(missing) : null)),
      updates.filter(({ missing }) => missing === null).map(({ line }) => line.deviceId),
    ],
  });
}

/** What stands of missing channels for these devices. */
export async function readMissing(
  client: pg.ClientBase,
  deviceIds: readonly number[],
): Promise<Map<number, Record<string, number>>> {
  if (deviceIds.length === 0) return new Map();
  const { rows } = await client.query<{ deviceId: number; missing: Record<string, number> }>(
    'select device_id as "deviceId", missing from ingest.device_contact where device_id = any($1::int[])',
    [deviceIds],
  );
  return new Map(rows.map((row) => [row.deviceId, row.missing]));
}
