import { type Db, sql } from '../../base/index.ts';

/** What one run of retention took away from a project: counts, never a reading. */
export interface Deletion {
  readonly ranAt: Date;
  readonly readings: number;
  readonly parts: readonly DeletedPart[];
}

export interface DeletedPart {
  readonly property: string;
  readonly propertyName: string;
  /** How many datastreams lost something. */
  readonly datastreams: number;
  readonly readings: number;
  /** Readings older than this went; the rule is how many days before the run that is. */
  readonly olderThan: string;
  readonly keptForDays: number;
}

/** The runs that took something away from a project, the newest first; or the one of that moment. */
export async function listDeletions(
  db: Db,
  projectId: number,
  { ranAt = null, limit = 100 }: { ranAt?: Date | null; limit?: number } = {},
): Promise<Deletion[]> {
  const { rows } = await sql<Deletion>`
    with parts as (
      select rr.ran_at, ds.property_code, rr.older_than, count(*)::int as datastreams, sum(rr.deleted)::float8 as readings
      from observations.v_retention_run rr join register.v_datastream ds on ds.id = rr.datastream_id
      where ds.project_id = ${projectId} and (${ranAt}::timestamptz is null or date_trunc('milliseconds', rr.ran_at) = ${ranAt})
      group by 1, 2, 3)
    select parts.ran_at as "ranAt", sum(readings) as readings,
      json_agg(json_build_object('property', property_code, 'propertyName', op.name, 'datastreams', datastreams, 'readings', readings,
        'olderThan', to_char(older_than at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'keptForDays', round(extract(epoch from parts.ran_at - older_than) / 86400)) order by op.name, older_than) as parts
    from parts join register.v_observed_property op on op.code = parts.property_code
    group by parts.ran_at order by parts.ran_at desc limit ${limit}`.execute(db);
  return rows;
}
