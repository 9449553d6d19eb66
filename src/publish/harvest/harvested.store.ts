import { type Db, sql, type Tx } from '../../base/index.ts';
import type { CatalogueFormat, FoundDataset } from './read-catalogue.ts';

export interface HarvestedCatalogue {
  readonly id: number;
  readonly authorityId: number;
  readonly authorityName: string;
  readonly title: string;
  readonly url: string;
  readonly format: CatalogueFormat;
  readonly datasets: number;
  readonly triedAt: Date | null;
  readonly harvestedAt: Date | null;
  readonly failedBecause: string | null;
}

export interface ExistingDataset extends Omit<FoundDataset, 'identifier' | 'keywords'> {
  readonly catalogue: string;
  readonly keywords: string;
}

export async function selectCatalogues(
  db: Db,
  only: { id?: number; url?: string } = {},
): Promise<HarvestedCatalogue[]> {
  const { rows } = await sql<HarvestedCatalogue>`
    select hc.id, hc.authority_id as "authorityId", au.name as "authorityName", hc.title, hc.url, hc.format, hc.tried_at as "triedAt",
      hc.harvested_at as "harvestedAt", hc.failed_because as "failedBecause",
      (select count(*)::int from publish.harvested_dataset hd where hd.catalogue_id = hc.id) as datasets
    from publish.harvested_catalogue hc join identity.v_authority au on au.id = hc.authority_id
    where (${only.id ?? null}::int is null or hc.id = ${only.id ?? null}) and (${only.url ?? null}::text is null or hc.url = ${only.url ?? null})
    order by hc.title, hc.id`.execute(db);
  return rows;
}

/** Returns its number; undefined when the authority has that address already. */
export async function insertCatalogue(
  tx: Tx,
  row: { authorityId: number; title: string; url: string; format: CatalogueFormat; addedBy: number | null; at: Date },
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into publish.harvested_catalogue (authority_id, title, url, format, added_by, added_at)
    values (${row.authorityId}, ${row.title}, ${row.url}, ${row.format}, ${row.addedBy}, ${row.at})
    on conflict do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

export async function deleteCatalogue(tx: Tx, id: number): Promise<void> {
  await sql`delete from publish.harvested_catalogue where id = ${id}`.execute(tx);
}

/** What the catalogue has now in place of what it had; does nothing when the catalogue is gone meanwhile. */
export async function replaceDatasets(
  tx: Tx,
  catalogueId: number,
  datasets: readonly FoundDataset[],
  at: Date,
): Promise<void> {
  const { numAffectedRows } = await sql`update publish.harvested_catalogue
    set tried_at = ${at}, harvested_at = ${at}, failed_because = null where id = ${catalogueId}`.execute(tx);
  if (!numAffectedRows) return;
  const rows = JSON.stringify(datasets.map((dataset) => ({ ...dataset, keywords: dataset.keywords.join(', ') })));
  await sql`delete from publish.harvested_dataset where catalogue_id = ${catalogueId}`.execute(tx);
  await sql`insert into publish.harvested_dataset (catalogue_id, identifier, title, description, publisher, page, licence, keywords, modified)
    select ${catalogueId}, * from json_to_recordset(${rows}::json) as given (identifier text, title text, description text,
      publisher text, page text, licence text, keywords text, modified text)`.execute(tx);
}

export async function recordFailure(db: Db, catalogueId: number, because: string, at: Date): Promise<void> {
  await sql`update publish.harvested_catalogue set tried_at = ${at}, failed_because = ${because} where id = ${catalogueId}`.execute(
    db,
  );
}

/** Datasets with any of the words, those with all of them first, then by how well they fit. Words are stemmed as English. */
export async function searchHarvested(
  db: Db,
  words: readonly string[],
  { limit, offset }: { limit: number; offset: number },
): Promise<{ total: number; datasets: ExistingDataset[] }> {
  const { rows } = await sql<ExistingDataset & { total: number }>`
    with wanted as (select plainto_tsquery('english', ${words.join(' ')}) as whole,
      websearch_to_tsquery('english', ${words.map((word) => `"${word}"`).join(' or ')}) as part)
    select hc.title as catalogue, hd.title, hd.description, hd.publisher, hd.page, hd.licence, hd.keywords, hd.modified,
      count(*) over ()::int as total
    from publish.harvested_dataset hd join publish.harvested_catalogue hc on hc.id = hd.catalogue_id, wanted
    where hd.words @@ wanted.part
    order by hd.words @@ wanted.whole desc, ts_rank(hd.words, wanted.part) desc, hd.title, hd.catalogue_id, hd.identifier
    limit ${limit} offset ${offset}`.execute(db);
  return { total: rows[0]?.total ?? 0, datasets: rows.map(({ total: _, ...dataset }) => dataset) };
}
