import { type Db, sql } from '../../base/index.ts';
import { namesNothing } from '../odata/odata-error.ts';
import type { ResourceStep } from '../odata/parse-path.ts';
import type { Reader } from '../tables/entity-table.ts';
import { linkTo } from '../tables/links.ts';
import { TABLES } from '../tables/tables.ts';
import type { Origin } from './entity-query.ts';

/**
 * Walks the steps of a path that lead to its last one, each through the access rule and each really behind the one
 * before. Throws ODataError 404 at the first that is not there.
 */
export async function findOrigin(db: Db, steps: readonly ResourceStep[], reader: Reader): Promise<Origin | undefined> {
  let origin: Origin | undefined;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    const id = await findId(db, step, origin, reader);
    const { rowOf } = TABLES[step.entity];
    origin = { row: rowOf(sql`${id}::bigint`), navigation: steps[index + 1]!.name };
  }
  return origin;
}

async function findId(db: Db, step: ResourceStep, origin: Origin | undefined, reader: Reader): Promise<string> {
  const table = TABLES[step.entity];
  const conditions = [
    ...(step.id === undefined ? [] : [table.hasId('e', step.id)]),
    ...(origin ? [linkTo(origin.row, origin.navigation, 'e')] : []),
  ];
  const { rows } = await sql<{ id: string }>`
    select ${table.columns('e', reader).id!.sql}::text as id from ${table.from('e', reader)}
    where ${sql.join(conditions, sql` and `)} limit 1`.execute(db);
  const found = rows[0]?.id;
  if (found === undefined) throw nothingAt(step);
  return found;
}

/** There is no such entity, or none this reader may see; the answer does not tell which. */
export function nothingAt(step: ResourceStep): Error {
  const what = step.id === undefined ? `no ${step.entity} there` : `no ${step.entity} with the id ${step.id}`;
  return namesNothing(`there is ${what}, or none that is open to you`);
}
