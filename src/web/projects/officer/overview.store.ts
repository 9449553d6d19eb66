/** What an officer sees of a project beside its own records, read from the views lower rooms publish. */
import { type Db, sql } from '../../../base/index.ts';
import type { Viewer } from '../../../identity/index.ts';
import { listVisibleFindings } from '../../../insights/index.ts';

export interface DeclarationState {
  readonly inForce: { version: number; from: Date } | null;
  readonly waiting: {
    version: number;
    submittedAt: Date;
    submittedBy: string | null;
    submittedById: number | null;
    writers: readonly number[];
  } | null;
  readonly draft: { version: number } | null;
  readonly latest: { version: number; state: string } | null;
}

export async function declarationState(db: Db, projectId: number): Promise<DeclarationState> {
  const { rows } = await sql<{
    version: number;
    state: string;
    from: Date;
    submittedAt: Date;
    submittedBy: string | null;
    submittedById: number | null;
    writers: number[];
  }>`
    select d.version, d.state, d.in_force_from as "from", d.submitted_at as "submittedAt", p.name as "submittedBy",
           d.submitted_by as "submittedById", d.writers
    from register.v_declaration d left join identity.v_person p on p.id = d.submitted_by
    where d.project_id = ${projectId} order by d.version desc`.execute(db);
  const at = (state: string) => rows.find((row) => row.state === state) ?? null;
  return { inForce: at('in_force'), waiting: at('submitted'), draft: at('draft'), latest: rows[0] ?? null };
}

/** How many devices the project has in each state. */
export async function deviceCounts(db: Db, projectId: number): Promise<{ state: string; count: number }[]> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from register.v_device where project_id = ${projectId}
    group by state order by array_position(array['live', 'silent', 'faulty', 'maintenance', 'planned', 'retired'], state)`.execute(
    db,
  );
  return rows;
}

export interface RefusedReadings {
  readonly reason: string;
  readonly count: number;
  readonly devices: number;
  readonly lastAt: Date;
}

/** Readings of the last seven days: how many were stored, and how many refused for which reason, latest first. */
export async function readingsOfTheWeek(
  db: Db,
  projectId: number,
  now: Date,
): Promise<{ stored: number; lastAt: Date | null; refused: RefusedReadings[] }> {
  const { rows } = await sql<{ outcome: string; count: number; devices: number; lastAt: Date }>`
    select l.outcome, sum(l.count)::int8 as count, count(distinct l.device_id)::int as devices, max(l.last_at) as "lastAt"
    from ingest.v_ledger l join register.v_device d on d.id = l.device_id
    where d.project_id = ${projectId} and l.day > (${now}::timestamptz at time zone 'UTC')::date - 7
      and (l.outcome = 'stored' or l.outcome like 'refused:%')
    group by l.outcome order by max(l.last_at) desc`.execute(db);
  const stored = rows.find((row) => row.outcome === 'stored');
  const refused = rows
    .filter((row) => row.outcome.startsWith('refused:'))
    .map((row) => ({ ...row, count: Number(row.count), reason: row.outcome.slice('refused:'.length) }));
  return { stored: Number(stored?.count ?? 0), lastAt: stored?.lastAt ?? null, refused };
}

export interface OpenFinding {
  readonly id: number;
  readonly title: string;
  readonly beganAt: Date;
}

/** The project's open findings that the viewer may see: how many, and the five most severe. */
export async function openFindings(
  db: Db,
  viewer: Viewer,
  projectId: number,
): Promise<{ count: number; first: OpenFinding[] }> {
  const findings = await listVisibleFindings(db, viewer, { projectId, state: 'open' });
  return { count: findings.length, first: findings.slice(0, 5) };
}

/** How many alerts of the project wait for somebody. */
export async function openAlerts(db: Db, projectId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from actions.v_alert where project_id = ${projectId} and state = 'open'`.execute(db);
  return rows[0]?.count ?? 0;
}
