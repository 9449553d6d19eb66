import { type Db, sql } from '../../base/index.ts';

/** An open dataset of this house, as somebody finds it who looks for existing data. */
export interface OwnDataset {
  readonly title: string;
  readonly authorityName: string;
  readonly measures: string;
  readonly href: string;
}

/** Open datasets of every authority here with any of the words in title, project or what is measured; the best first. */
export async function searchOwn(db: Db, words: readonly string[], limit = 10): Promise<OwnDataset[]> {
  const { rows } = await sql<OwnDataset>`
    with listed as (
      select ds.title, au.name as authority_name, pr.title as project_title, '/data/' || au.slug || '/' || ds.address as href,
        (select string_agg(op.name, ', ' order by op.name) from register.v_observed_property op
          where op.code = any(ds.open_properties)) as measures
      from register.v_dataset ds
      join identity.v_authority au on au.id = ds.authority_id
      join projects.v_project pr on pr.id = ds.project_id
      where ds.is_in_force and ds.has_open_readings),
    worded as (select *, to_tsvector('english', concat_ws(' ', title, project_title, measures)) as words from listed),
    wanted as (select websearch_to_tsquery('english', ${words.map((word) => `"${word}"`).join(' or ')}) as part)
    select title, authority_name as "authorityName", coalesce(measures, '') as measures, href from worded, wanted
    where words @@ wanted.part order by ts_rank(words, wanted.part) desc, title, href limit ${limit}`.execute(db);
  return rows;
}
