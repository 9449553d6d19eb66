import { type Db, sql, type Tx } from '../../base/index.ts';

/** What came through one source, by outcome, over all days. */
export interface SourceAccount {
  readonly source: string;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Days and devices of the source whose own lines do not add up. */
  readonly oddLines: number;
}

/** What the ledger booked as stored for one device, and what stands. */
export interface DeviceAccount {
  /** `authority/device`; an address that starts with # is of a device that is not in the register. */
  readonly device: string;
  readonly authority: string;
  readonly booked: number;
  readonly bookedBeside: number;
  readonly standing: number;
  readonly standingBeside: number;
  /** Deleted by retention. */
  readonly retired: number;
}

export interface ImportAccount {
  readonly id: number;
  readonly source: string;
  readonly fileName: string;
  readonly finishedAt: Date | null;
  readonly counts: Readonly<Record<string, unknown>>;
}

export interface Books {
  readonly sources: readonly SourceAccount[];
  readonly devices: readonly DeviceAccount[];
  readonly imports: readonly ImportAccount[];
}

/** Reads the books as they were at one instant, so that readings arriving meanwhile change nothing. Scans the store. */
export function readBooks(db: Db): Promise<Books> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      return { sources: await readSources(tx), devices: await readDevices(tx), imports: await readImports(tx) };
    });
}

async function readSources(tx: Tx): Promise<SourceAccount[]> {
  const { rows } = await sql<SourceAccount>`
    with line as (
      select source_id, device_id, day,
        sum(count) filter (where outcome = 'read') as read,
        sum(count) filter (where outcome in ('stored', 'duplicate', 'blank', 'simulated') or outcome like 'refused:%') as accounted
      from ingest.v_ledger group by 1, 2, 3
    ), odd as (
      select source_id, count(*) as lines from line where read is distinct from coalesce(accounted, 0) group by 1
    ), total as (
      select source_id, jsonb_object_agg(outcome, count) as outcomes
      from (select source_id, outcome, sum(count) as count from ingest.v_ledger group by 1, 2) as summed group by 1
    )
    select a.slug || '/' || s.slug as source, coalesce(t.outcomes, '{}') as outcomes, coalesce(o.lines, 0) as "oddLines"
    from ingest.v_source s
    join identity.v_authority a on a.id = s.authority_id
    left join total t on t.source_id = s.id left join odd o on o.source_id = s.id
    order by 1`.execute(tx);
  return rows;
}

async function readDevices(tx: Tx): Promise<DeviceAccount[]> {
  const { rows } = await sql<DeviceAccount>`
    with booked as (
      select device_id, coalesce(sum(count) filter (where outcome = 'stored'), 0) as stored,
        coalesce(sum(count) filter (where outcome = 'beside'), 0) as beside
      from ingest.v_ledger where device_id <> 0 group by 1
    ), held as (
      select datastream_id, count(*) as standing, count(*) filter (where sequence > 0) as beside
      from observations.v_observation group by 1
    ), gone as (
      select datastream_id, sum(deleted) as retired from observations.v_retention_run group by 1
    ), store as (
      select coalesce(ds.device_id, -coalesce(h.datastream_id, g.datastream_id)) as device_id,
        sum(coalesce(h.standing, 0)) as standing, sum(coalesce(h.beside, 0)) as beside, sum(coalesce(g.retired, 0)) as retired
      from held h full join gone g on g.datastream_id = h.datastream_id
      left join register.v_datastream ds on ds.id = coalesce(h.datastream_id, g.datastream_id)
      group by 1
    )
    select coalesce(a.slug || '/' || d.slug, '#' || coalesce(b.device_id, s.device_id)) as device,
      coalesce(a.slug, '') as authority, coalesce(b.stored, 0)::bigint as booked, coalesce(b.beside, 0)::bigint as "bookedBeside",
      coalesce(s.standing, 0)::bigint as standing, coalesce(s.beside, 0)::bigint as "standingBeside",
      coalesce(s.retired, 0)::bigint as retired
    from booked b full join store s on s.device_id = b.device_id
    left join register.v_device d on d.id = coalesce(b.device_id, s.device_id)
    left join identity.v_authority a on a.id = d.authority_id
    order by 1`.execute(tx);
  return rows;
}

async function readImports(tx: Tx): Promise<ImportAccount[]> {
  const { rows } = await sql<ImportAccount>`
    select r.id, a.slug || '/' || s.slug as source, r.file_name as "fileName", r.finished_at as "finishedAt", r.counts
    from ingest.v_import_run r
    join ingest.v_source s on s.id = r.source_id join identity.v_authority a on a.id = s.authority_id
    order by r.id`.execute(tx);
  return rows;
}
