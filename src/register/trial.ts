/** Trials: small, short, of things that see no people. */
import { type Db, sql } from '../base/index.ts';
import type { DeclarationBody } from './declaration.ts';
import { trialFull, trialTooLong } from './register.errors.ts';

/**
 * Throws REG_TRIAL_TOO_LONG when a trial that begins now (or `at`) would run past 12 weeks of the project's first one, and
 * REG_TRIAL_FULL when the project has more devices at work than it names.
 */
export async function requireTrial(db: Db, projectId: number, body: DeclarationBody, at: Date | null): Promise<void> {
  if (!body.trial) return;
  const { rows } = await sql<{ latest: string }>`
    select register.trial_over(${projectId}, ${at ?? new Date()}::timestamptz)::text as latest`.execute(db);
  const { latest } = rows[0]!;
  if (body.ends_on > latest) throw trialTooLong({ field: 'ends_on', ends: body.ends_on, latest });
  if ((await devicesAtWork(db, projectId)) > body.trial.most_devices)
    throw trialFull({ field: 'trial.most_devices', most: body.trial.most_devices });
}

/** Throws REG_TRIAL_FULL when the project runs a trial and has all the devices that names. */
export async function requireRoomInTrial(db: Db, device: { id: number; projectId: number }): Promise<void> {
  const { rows } = await sql<{ most: number }>`
    select most_devices as most from register.v_trial where project_id = ${device.projectId}`.execute(db);
  const most = rows[0]?.most;
  if (most === undefined || (await devicesAtWork(db, device.projectId, device.id)) < most) return;
  throw trialFull({ field: 'state', most });
}

/** Devices that are neither planned nor retired; without one, where named. */
async function devicesAtWork(db: Db, projectId: number, without: number | null = null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from register.device
    where project_id = ${projectId} and state not in ('planned', 'retired') and id is distinct from ${without}`.execute(
    db,
  );
  return rows[0]!.count;
}
