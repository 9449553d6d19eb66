import type pg from 'pg';
import { type Db, sql } from '../../base/index.ts';
import type { LedgerLine } from './accounts.ts';

/** Up to this many lines are booked at once; a larger group leaves an entry that is folded into the ledger later. */
const MOST_AT_ONCE = 4;
const MOST_ENTRIES = 1_000;

/** Books a group in its transaction. The view `v_ledger` shows it from the commit on, either way. */
export async function writeLedger(client: pg.ClientBase, lines: readonly LedgerLine[]): Promise<void> {
  if (lines.length === 0) return;
  const columns = [
    lines.map((line) => line.sourceId),
    lines.map((line) => line.authorityId),
    lines.map((line) => line.deviceId),
    lines.map((line) => line.day),
    lines.map((line) => line.outcome),
    lines.map((line) => line.count),
  ];
  const lastMs = lines.reduce((latest, line) => Math.max(latest, line.lastAtMs), 0);
  const values = [...columns.map((column) => `{${column.join(',')}}`), lastMs / 1000];
  if (lines.length > MOST_AT_ONCE) await client.query({ name: 'ingest-ledger-entry', text: WRITE_ENTRY, values });
  else await client.query({ name: 'ingest-ledger', text: WRITE_LINES, values });
}

const WRITE_ENTRY = `
  insert into ingest.ledger_entry (source_ids, authority_ids, device_ids, days, outcomes, counts, last_at)
  values ($1, $2, $3, $4, $5, $6, to_timestamp($7))`;

const WRITE_LINES = `
  insert into ingest.ledger as l (source_id, authority_id, device_id, day, outcome, count, last_at)
  select source_id, authority_id, device_id, day, outcome, count, to_timestamp($7)
  from unnest($1::int[], $2::int[], $3::int[], $4::date[], $5::text[], $6::bigint[])
    as n (source_id, authority_id, device_id, day, outcome, count)
  on conflict (source_id, device_id, day, outcome) do update
    set count = l.count + excluded.count, last_at = greatest(l.last_at, excluded.last_at)`;

/** Folds entries into the ledger, the oldest first; says how many. What it takes and what it adds is one transaction. */
export async function foldLedger(db: Db): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with taken as (
      delete from ingest.ledger_entry where id in (
        select id from ingest.ledger_entry order by id limit ${MOST_ENTRIES} for update skip locked)
      returning *
    ), line as (
      select e.source_id, e.authority_id, e.device_id, e.day, e.outcome, sum(e.count) as count, max(t.last_at) as last_at
      from taken t
      cross join lateral unnest(t.source_ids, t.authority_ids, t.device_ids, t.days, t.outcomes, t.counts)
        as e (source_id, authority_id, device_id, day, outcome, count)
      group by 1, 2, 3, 4, 5
    ), booked as (
      insert into ingest.ledger as l (source_id, authority_id, device_id, day, outcome, count, last_at)
      select * from line order by source_id, device_id, day, outcome
      on conflict (source_id, device_id, day, outcome) do update
        set count = l.count + excluded.count, last_at = greatest(l.last_at, excluded.last_at)
    )
    select count(*)::int as folded from taken`.execute(db);
  return rows[0]!.folded;
}
