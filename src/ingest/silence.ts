import { type Clock, type Db, sql } from '../base/index.ts';
import { noteDeviceState } from '../register/index.ts';

/** A device is silent after three expected reports have not come, and at least two hours; without an interval, after a day. */
const REPORTS = 3;
const AT_LEAST_S = 2 * 3600;
const WITHOUT_INTERVAL_S = 24 * 3600;

/** Says of live devices that have been heard before and are overdue that they are silent; a job. Answers how many. */
export async function noteSilentDevices(db: Db, clock: Clock): Promise<number> {
  const { rows } = await sql<{ id: number; lastAt: Date }>`
    select d.id, c.last_uplink_at as "lastAt" from ingest.device_contact c join register.v_device d on d.id = c.device_id
    where d.state = 'live' and c.last_uplink_at < ${clock.now()}::timestamptz - make_interval(secs =>
      case when d.report_interval_s is null then ${WITHOUT_INTERVAL_S}::float8
           else greatest(${AT_LEAST_S}::float8, ${REPORTS}::float8 * d.report_interval_s) end)`.execute(db);
  for (const { id, lastAt } of rows) {
    const reason = `Nothing has been heard since ${lastAt.toISOString()}.`;
    await db.transaction().execute((tx) => noteDeviceState(tx, id, { state: 'silent', reason, at: clock.now() }));
  }
  return rows.length;
}
