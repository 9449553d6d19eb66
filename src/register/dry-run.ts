/** Dry runs: a version that is written or waits is tried on what devices send, and only counted. */
import { announce, type Clock, type Db, sql, systemClock, type Tx } from '../base/index.ts';
import { audit, can, requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from '../projects/index.ts';
import { selectInState } from './declaration.store.ts';
import { nothingToTry } from './register.errors.ts';
import { personOf } from './write-declaration.ts';

const DAY_MS = 86_400_000;
/** How long a dry run goes on at most. */
export const LONGEST_DRY_RUN_DAYS = 14;

export interface DryRun {
  readonly id: number;
  readonly version: number;
  readonly startedAt: Date;
  readonly until: Date;
  readonly isRunning: boolean;
}

/** Tries the version that waits, else the draft, from now on for some days; a run before it ends. Nothing is stored by it. */
export async function startDryRun(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  days: number,
  clock: Clock = systemClock,
): Promise<void> {
  const { authorityId } = await requireProjectById(tx, projectId);
  if (!can(viewer, 'declaration.approve', authorityId)) requirePermission(viewer, 'declaration.submit', authorityId);
  const tried = (await selectInState(tx, projectId, 'submitted')) ?? (await selectInState(tx, projectId, 'draft'));
  if (!tried) throw nothingToTry();
  const at = clock.now();
  const until = new Date(at.getTime() + Math.min(Math.max(days, 1), LONGEST_DRY_RUN_DAYS) * DAY_MS);
  await endDryRuns(tx, projectId, at);
  await sql`insert into register.dry_run (authority_id, project_id, declaration_id, started_by, started_at, until)
    values (${authorityId}, ${projectId}, ${tried.id}, ${personOf(viewer)}, ${at}, ${until})`.execute(tx);
  const subject = { kind: 'declaration', id: tried.id, version: tried.version };
  await audit(tx, { authorityId, actor: viewer, action: 'declaration.try', subject });
  await announce(tx, 'register.changed', { authorityId, projectId });
}

/** Ends the dry run of a project; its counts stay. */
export async function stopDryRun(tx: Tx, viewer: Viewer, projectId: number, clock: Clock = systemClock): Promise<void> {
  const { authorityId } = await requireProjectById(tx, projectId);
  if (!can(viewer, 'declaration.approve', authorityId)) requirePermission(viewer, 'declaration.submit', authorityId);
  await endDryRuns(tx, projectId, clock.now());
  const subject = { kind: 'project', id: projectId };
  await audit(tx, { authorityId, actor: viewer, action: 'project.stop-trying', subject });
  await announce(tx, 'register.changed', { authorityId, projectId });
}

/** The latest dry run of a project; undefined when there was none. */
export async function findDryRun(db: Db, projectId: number): Promise<DryRun | undefined> {
  const { rows } = await sql<DryRun>`
    select id, version, started_at as "startedAt", until, is_running as "isRunning" from register.v_dry_run
    where project_id = ${projectId}`.execute(db);
  return rows[0];
}

async function endDryRuns(tx: Tx, projectId: number, at: Date): Promise<void> {
  await sql`update register.dry_run set until = greatest(${at}::timestamptz, started_at + interval '1 millisecond')
    where project_id = ${projectId} and until > ${at}`.execute(tx);
}
