import { type Db, sql } from '../base/index.ts';
import type { DeclarationBody } from './declaration.ts';
import { dwellingUndeclared } from './register.errors.ts';

const BEFORE_PUBLICATION = ['capture', 'leaving_device', 'stored'] as const;

/** The first stage before publication at which a promise calls its data "none", which a home's data never are. */
export function stageCalledNone(body: DeclarationBody): (typeof BEFORE_PUBLICATION)[number] | undefined {
  return BEFORE_PUBLICATION.find((stage) => body.classes[stage] === 'none');
}

/** Throws REG_DWELLING_UNDECLARED when a device of the project stands in a home and the promise calls its data "none". */
export async function requireClassesForDwellings(db: Db, projectId: number, body: DeclarationBody): Promise<void> {
  const stage = stageCalledNone(body);
  if (!stage) return;
  const { rows } = await sql`
    select 1 from register.device d join register.placement pm on pm.device_id = d.id and pm.valid_to is null
    join register.place pl on pl.id = pm.place_id and pl.is_dwelling
    where d.project_id = ${projectId} and d.state <> 'retired' limit 1`.execute(db);
  if (rows.length > 0) throw dwellingUndeclared({ field: `classes.${stage}`, stage: stage.replace('_', ' ') });
}
