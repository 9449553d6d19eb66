import { type Db, sql } from '../base/index.ts';
import { sourceNowhere } from './cli.errors.ts';

/** The id of the source at an address; throws CLI_SOURCE_NOWHERE. */
export async function findSourceId(db: Db, { authority, slug }: { authority: string; slug: string }): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select s.id from ingest.v_source s join identity.v_authority a on a.id = s.authority_id
    where a.slug = ${authority} and s.slug = ${slug}`.execute(db);
  if (!rows[0]) throw sourceNowhere({ source: `${authority}/${slug}` });
  return rows[0].id;
}
