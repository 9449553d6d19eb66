import { type Db, sql } from '../../base/index.ts';
import type { AlgorithmUse } from './algorithm-record.ts';

/** Where something runs: how often, in which authorities, and the first projects by authority and title. */
export interface AlgorithmUses {
  readonly total: number;
  readonly authorities: readonly string[];
  readonly uses: readonly AlgorithmUse[];
}

/** The projects whose declaration in force lists the purpose for something it measures; at most `limit` of them one by one. */
export async function usesOfPurpose(db: Db, purpose: string, limit = 50): Promise<AlgorithmUses> {
  const { rows: counted } = await sql<{ total: number; authorities: string[] }>`
    select coalesce(sum(per.projects), 0)::int as total, coalesce(array_agg(per.name order by per.name), '{}') as authorities
    from (select au.name, count(*) as projects from register.v_served_purpose sp join identity.v_authority au on au.id = sp.authority_id
      where sp.served_purposes @> array[${purpose}]::text[] group by au.id, au.name) as per`.execute(db);
  const { rows: uses } = await sql<AlgorithmUse>`
    with wanted as (
      select sp.declaration_id, sp.project_id, au.id as authority_id, au.slug as authority_slug, au.name as authority_name, pr.slug, pr.title
      from register.v_served_purpose sp
      join identity.v_authority au on au.id = sp.authority_id join projects.v_project pr on pr.id = sp.project_id
      where sp.served_purposes @> array[${purpose}]::text[] order by au.name, pr.title limit ${limit})
    select w.authority_slug as "authoritySlug", w.authority_name as "authorityName", w.slug as "projectSlug", w.title as "projectTitle",
      dc.body ->> 'controller' as controller, dc.body -> 'processors' as processors, dc.body -> 'contact' ->> 'name' as "contactName",
      dc.body -> 'contact' ->> 'email' as "contactEmail", dc.body ->> 'who_acts' as "whoActs", dc.body ->> 'objections' as objections,
      served.properties, served.days as "retentionDays", dc.in_force_from as since
    from wanted w join register.v_declaration dc on dc.id = w.declaration_id
    cross join lateral (
      select array_agg(distinct op.name) as properties, array_agg(distinct p.retention_days) as days
      from jsonb_to_recordset(dc.body -> 'properties') as p (property text, purposes jsonb, retention_days integer)
      join register.v_observed_property op on op.code = p.property where p.purposes ? ${purpose}) as served
    order by w.authority_name, w.title`.execute(db);
  return { ...counted[0]!, uses };
}
