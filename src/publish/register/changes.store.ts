import { type Db, sql } from '../../base/index.ts';

export interface RegisterChange {
  /** Unique and lasting: `declaration-12`, `declaration-12-ended`, `device-7-added`, `state-93`. */
  readonly id: string;
  readonly at: Date;
  readonly kind: 'declaration' | 'ended' | 'added' | 'state';
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly projectSlug: string;
  readonly projectTitle: string;
  /** Of a device: its address and name; null for declarations. */
  readonly deviceSlug: string | null;
  readonly deviceName: string | null;
  /** Of a declaration. */
  readonly version: number | null;
  /** The state a device was given, or why a declaration ended. */
  readonly detail: string | null;
}

/**
 * What changed in the public register, newest first: declarations that came into force or were withdrawn, devices that were added,
 * and states that people gave them. A device that ever stood in a home is not in it, nor what a device does by itself.
 */
export async function listRegisterChanges(
  db: Db,
  of: { authoritySlug?: string | undefined; before?: Date | undefined; limit?: number } = {},
): Promise<RegisterChange[]> {
  const limit = of.limit ?? 50;
  const before = of.before ?? new Date(8.64e15 / 1e3);
  const authority = of.authoritySlug ?? null;
  const { rows } = await sql<RegisterChange>`
    with change as (
      (select 'declaration-' || dc.id as id, dc.in_force_from as at, 'declaration' as kind, dc.authority_id, dc.project_id,
         null::int as device_id, dc.version, null as detail
       from register.v_declaration dc where dc.in_force_from < ${before} and ${mine('dc', authority)} order by 2 desc limit ${limit})
      union all
      (select 'declaration-' || dc.id || '-ended', dc.ended_at, 'ended', dc.authority_id, dc.project_id, null, dc.version, dc.ended_reason
       from register.v_declaration dc
       where dc.state = 'withdrawn' and dc.in_force_from is not null and dc.ended_at < ${before} and ${mine('dc', authority)}
       order by 2 desc limit ${limit})
      union all
      (select 'device-' || d.id || '-added', d.created_at, 'added', d.authority_id, d.project_id, d.id, null, null
       from register.v_device d where d.is_public and d.created_at < ${before} and ${mine('d', authority)} order by 2 desc limit ${limit})
      union all
      (select 'state-' || sc.id, sc.changed_at, 'state', sc.authority_id, d.project_id, d.id, null, sc.state
       from register.v_device_state_change sc join register.v_device d on d.id = sc.device_id and d.is_public
       where sc.person_id is not null and sc.state in ('live', 'maintenance', 'retired') and sc.changed_at < ${before}
         and ${mine('sc', authority)} order by 2 desc limit ${limit}))
    select c.id, c.at, c.kind, au.slug as "authoritySlug", au.name as "authorityName", pr.slug as "projectSlug",
      pr.title as "projectTitle", d.slug as "deviceSlug", d.name as "deviceName", c.version, c.detail
    from change c
    join identity.v_authority au on au.id = c.authority_id
    join projects.v_project pr on pr.id = c.project_id
    left join register.v_device d on d.id = c.device_id
    order by c.at desc, c.id desc limit ${limit}`.execute(db);
  return rows;
}

function mine(alias: string, authoritySlug: string | null) {
  if (authoritySlug === null) return sql`true`;
  return sql`${sql.ref(`${alias}.authority_id`)} = (select id from identity.v_authority where slug = ${authoritySlug})`;
}
