import { type Db, sql, type Tx } from '../base/index.ts';

export type AlertState = 'open' | 'acknowledged' | 'done' | 'dismissed' | 'over';

/**
 * Something an officer should know of and act on. `acknowledged` is in hand; it is `done` when somebody says so or its cause
 * ends. `over`: it ended by itself before anybody took it in hand.
 */
export interface Alert {
  readonly id: number;
  readonly authorityId: number;
  readonly projectId: number;
  /** What it is about: `finding:<id>` or `device:<id>:<what>`; at most one alert that is open or in hand for each. */
  readonly origin: string;
  readonly deviceId: number | null;
  readonly placeId: number | null;
  readonly severity: number;
  readonly title: string;
  readonly detail: string;
  readonly raisedAt: Date;
  readonly state: AlertState;
  readonly handledBy: number | null;
  readonly handledByName: string | null;
  readonly handledAt: Date | null;
  readonly reason: string | null;
  readonly overAt: Date | null;
}

export type NewAlert = Pick<
  Alert,
  'authorityId' | 'projectId' | 'origin' | 'deviceId' | 'placeId' | 'severity' | 'title' | 'detail' | 'raisedAt'
>;

const SELECT = sql`select a.id, a.authority_id as "authorityId", a.project_id as "projectId", a.origin, a.device_id as "deviceId",
  a.place_id as "placeId", a.severity, a.title, a.detail, a.raised_at as "raisedAt", a.state, a.handled_by as "handledBy",
  p.name as "handledByName", a.handled_at as "handledAt", a.reason, a.over_at as "overAt"
  from actions.alert a left join identity.v_person p on p.id = a.handled_by`;

/**
 * Raises the alert unless one of the same origin is still open or in hand, which is then brought up to date. What somebody
 * settled while its cause goes on stays settled, until it becomes more serious than what they settled.
 */
export async function insertAlert(tx: Tx, alert: NewAlert): Promise<{ id: number; raised: boolean }> {
  const settled = await sql<{ id: number }>`
    select id from actions.alert where origin = ${alert.origin} and over_at is null and state in ('done', 'dismissed')
      and severity >= ${alert.severity} order by id desc limit 1`.execute(tx);
  if (settled.rows[0]) return { id: settled.rows[0].id, raised: false };
  const { rows } = await sql<{ id: number; raised: boolean }>`
    insert into actions.alert (authority_id, project_id, origin, device_id, place_id, severity, title, detail, raised_at)
    values (${alert.authorityId}, ${alert.projectId}, ${alert.origin}, ${alert.deviceId}, ${alert.placeId}, ${alert.severity},
      ${alert.title}, ${alert.detail}, ${alert.raisedAt})
    on conflict (origin) where state in ('open', 'acknowledged')
      do update set severity = excluded.severity, title = excluded.title, detail = excluded.detail
    returning id, xmax = 0 as raised`.execute(tx);
  return rows[0]!;
}

export async function findAlert(db: Db, id: number): Promise<Alert | undefined> {
  const { rows } = await sql<Alert>`${SELECT} where a.id = ${id}`.execute(db);
  return rows[0];
}

/** Alerts of these authorities: unsettled first, worst first, then newest. */
export async function listAlerts(
  db: Db,
  of: {
    authorityIds: readonly number[];
    states?: readonly AlertState[];
    projectId?: number;
    search?: string;
    limit?: number;
  },
): Promise<Alert[]> {
  const { rows } = await sql<Alert>`${SELECT}
    where a.authority_id = any(${of.authorityIds as number[]}::int[])
      and (${of.states ? [...of.states] : null}::text[] is null or a.state = any(${of.states ? [...of.states] : null}::text[]))
      and (${of.projectId ?? null}::int is null or a.project_id = ${of.projectId ?? null})
      and (${of.search ?? null}::text is null or a.title ilike '%' || ${of.search ?? null} || '%')
    order by array_position(array['open', 'acknowledged', 'over', 'done', 'dismissed'], a.state), a.severity desc, a.raised_at desc, a.id desc
    limit ${of.limit ?? 200}`.execute(db);
  return rows;
}

export async function countAlerts(db: Db, authorityIds: readonly number[]): Promise<Record<AlertState, number>> {
  const { rows } = await sql<{ state: AlertState; count: number }>`
    select state, count(*) as count from actions.alert where authority_id = any(${authorityIds as number[]}::int[]) group by state`.execute(
    db,
  );
  const counts: Record<AlertState, number> = { open: 0, acknowledged: 0, done: 0, dismissed: 0, over: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

/** Which states each settling may start from. */
const BEFORE: Record<'acknowledged' | 'done' | 'dismissed', readonly AlertState[]> = {
  acknowledged: ['open'],
  done: ['open', 'acknowledged', 'over'],
  dismissed: ['open', 'acknowledged', 'over'],
};

/** Settles an alert that is not settled so yet; false when somebody else was quicker. */
export async function settleAlert(
  tx: Tx,
  id: number,
  to: 'acknowledged' | 'done' | 'dismissed',
  by: { personId: number; at: Date; reason: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    update actions.alert set state = ${to}, handled_by = ${by.personId}, handled_at = ${by.at}, reason = ${by.reason}
    where id = ${id} and state = any(${BEFORE[to] as string[]}::text[]) returning id`.execute(tx);
  return rows.length > 0;
}

/** Undoes what somebody settled: the alert is open again, unless its cause is over or already raised another. */
export async function reopenAlert(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`
    update actions.alert a set state = 'open', handled_by = null, handled_at = null, reason = null
    where id = ${id} and state in ('acknowledged', 'done', 'dismissed') and over_at is null
      and not exists (select 1 from actions.alert b where b.origin = a.origin and b.id <> a.id and b.state in ('open', 'acknowledged'))
    returning id`.execute(tx);
  return rows.length > 0;
}

/**
 * Notes that the cause is over: what nobody had in hand becomes `over`, what was in hand is `done`, what was settled stays.
 * Answers the alerts it was the cause of.
 */
export async function endAlertsOf(tx: Tx, origin: string, at: Date): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update actions.alert set over_at = ${at},
      state = case state when 'open' then 'over' when 'acknowledged' then 'done' else state end
    where origin = ${origin} and over_at is null returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Brings what an alert says up to date while it is open or in hand; nobody is told. */
export async function refreshAlert(
  tx: Tx,
  origin: string,
  { severity, title, detail }: Pick<Alert, 'severity' | 'title' | 'detail'>,
): Promise<void> {
  await sql`update actions.alert set severity = ${severity}, title = ${title}, detail = ${detail}
    where origin = ${origin} and state in ('open', 'acknowledged')`.execute(tx);
}
