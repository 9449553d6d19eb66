import { type Db, sql } from '../../base/index.ts';
import type { AlgorithmUse } from './algorithm-record.ts';

/** The projects whose declaration in force lists the purpose for something it measures, by purpose. */
export async function usesOfPurposes(db: Db, purposes: readonly string[]): Promise<Map<string, AlgorithmUse[]>> {
  const { rows } = await sql<AlgorithmUse & { purpose: string }>`
    select wanted.purpose, au.slug as "authoritySlug", au.name as "authorityName", pr.slug as "projectSlug", pr.title as "projectTitle",
      pd.body ->> 'controller' as controller, pd.body -> 'processors' as processors, pd.body -> 'contact' ->> 'name' as "contactName",
      pd.body -> 'contact' ->> 'email' as "contactEmail", pd.body ->> 'who_acts' as "whoActs", pd.body ->> 'objections' as objections,
      array_agg(distinct op.name) as properties, array_agg(distinct dp.retention_days) as "retentionDays", pd.in_force_from as since
    from unnest(${[...purposes]}::text[]) as wanted (purpose)
    join register.v_declared_property dp on dp.purposes ? wanted.purpose
    join register.v_observed_property op on op.code = dp.property_code
    join register.v_published_declaration pd on pd.id = dp.declaration_id
    join identity.v_authority au on au.id = pd.authority_id
    join projects.v_project pr on pr.id = pd.project_id
    group by wanted.purpose, au.id, au.slug, au.name, pr.slug, pr.title, pd.body, pd.in_force_from
    order by au.name, pr.title`.execute(db);
  const uses = new Map<string, AlgorithmUse[]>(purposes.map((purpose) => [purpose, []]));
  for (const { purpose, ...use } of rows) uses.get(purpose)!.push(use);
  return uses;
}
