import { type Db, sql } from '../base/index.ts';
import type { OutcomeAnswers } from '../projects/index.ts';
import type { DeclarationBody } from '../register/index.ts';
import type { FactSource } from './facts.ts';

/** What is known of a project now: its outcome, the newest promise that is not ended, its devices. */
export async function loadFacts(db: Db, projectId: number): Promise<FactSource> {
  const [project, declaration, devices, models, names] = await Promise.all([
    sql<{ title: string; answers: OutcomeAnswers | null }>`
      select p.title, o.answers from projects.v_project p left join projects.v_outcome o on o.project_id = p.id
      where p.id = ${projectId}`.execute(db),
    sql<{ version: number; body: DeclarationBody }>`
      select version, body from register.v_declaration
      where project_id = ${projectId} and state in ('draft', 'submitted', 'in_force') order by version desc limit 1`.execute(
      db,
    ),
    sql<{ count: number; inDwellings: number; suppliers: string[] | null }>`
      select count(*)::int as count, count(*) filter (where p.is_dwelling)::int as "inDwellings",
        array_agg(distinct d.supplier order by d.supplier) filter (where d.supplier is not null) as suppliers
      from register.v_device d left join register.v_device_place p on p.device_id = d.id
      where d.project_id = ${projectId} and d.state <> 'retired'`.execute(db),
    sql<{ name: string; supportEndsOn: string | null }>`
      select m.name, m.support_ends_on::text as "supportEndsOn" from register.v_model m
      where exists (select 1 from register.v_device d where d.model_id = m.id and d.project_id = ${projectId} and d.state <> 'retired')
      order by m.name`.execute(db),
    sql<{ code: string; name: string }>`select code, name from register.v_observed_property`.execute(db),
  ]);
  const known = new Map(names.rows.map(({ code, name }) => [code, name]));
  return {
    title: project.rows[0]?.title ?? '',
    outcome: project.rows[0]?.answers ?? null,
    declaration: declaration.rows[0] ?? null,
    devices: { ...devices.rows[0]!, suppliers: devices.rows[0]!.suppliers ?? [], models: models.rows },
    nameOf: (code) => known.get(code) ?? code,
  };
}
