/** What happens to clearances changes what may be stored and shown: the news of `projects` becomes news of the register. */
import { announce, type House, sql, type Tx } from '../base/index.ts';
import { notePromise } from '../projects/index.ts';
import { DECLARATION_COLUMNS, type StoredDeclaration } from './declaration.store.ts';
import { promiseFactsOf } from './traits.ts';

interface Changed {
  readonly authorityId: number;
  readonly projectId: number;
}

/** Tells everybody who keeps plans or pages of a project that its clearances changed. */
export function heedClearances({ db, dispatcher }: Pick<House, 'db' | 'dispatcher'>): void {
  dispatcher.on('projects.clearance-changed', 'register.heed-clearances', async (batches) => {
    const changed = new Map(batches.map(({ payload }) => [(payload as Changed).projectId, payload as Changed]));
    await db.transaction().execute(async (tx) => {
      for (const { authorityId, projectId } of changed.values())
        await announce(tx, 'register.changed', { authorityId, projectId });
    });
  });
}

/**
 * A job: tells the gates of declarations that came into force before there were any. Those that lack a clearance are at
 * risk from then on, with the whole clock. Says how many were told.
 */
export async function tellPromises(tx: Tx): Promise<number> {
  const { rows } = await sql<StoredDeclaration>`
    select ${DECLARATION_COLUMNS} from register.declaration dc where dc.state = 'in_force' and not exists (
      select 1 from projects.v_promise p where p.project_id = dc.project_id and p.now_traits is not null)`.execute(tx);
  for (const declaration of rows) await notePromise(tx, declaration, { now: promiseFactsOf(declaration) });
  return rows.length;
}
