import { type Db, sql } from '../../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../../identity/index.ts';

/** How many devices, retired ones left out, are of each model, where the viewer may read projects. */
export async function devicesOfModels(db: Db, viewer: Viewer): Promise<Map<number, number>> {
  const { rows } = await sql<{ modelId: number; count: number }>`
    select model_id as "modelId", count(*) as count from register.v_device
    where authority_id = any(${authoritiesWhere(viewer, 'project.read')}::int[]) and state <> 'retired'
    group by model_id`.execute(db);
  return new Map(rows.map(({ modelId, count }) => [modelId, count]));
}
