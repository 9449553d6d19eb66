import { type Db, sql } from '../base/index.ts';
import type { Role } from '../identity/index.ts';
import { CLEARANCE_KINDS, type ClearanceKind, sayRoles } from '../projects/index.ts';
import { declarationNotCleared } from './register.errors.ts';

/**
 * Throws REG_DECLARATION_NOT_CLEARED, naming what is missing and who may grant it, unless the project has what its
 * declaration needs, or an emergency stands.
 */
export async function requireCleared(db: Db, projectId: number): Promise<void> {
  const { rows } = await sql<{ kind: ClearanceKind; roles: Role[] }>`
    select g.kind, g.roles from projects.v_gap g
    where g.project_id = ${projectId} and g.gate in ('declaration', 'trial') and not g.is_coming
      and not exists (select 1 from projects.v_emergency e where e.project_id = g.project_id)
    order by g.kind`.execute(db);
  if (rows.length === 0) return;
  const missing = rows.map(({ kind, roles }) => `${CLEARANCE_KINDS[kind].title.toLowerCase()} (${sayRoles(roles)})`);
  throw declarationNotCleared({ field: 'decision', missing: missing.join(', ') });
}
