import { type Db, sql, type Tx } from '../../base/index.ts';
import type { IdentifierKind } from '../../register/index.ts';
import type { Door, Source, SourceSettings } from './source.ts';

const COLUMNS = sql`s.id, s.authority_id as "authorityId", a.slug as "authoritySlug", s.slug, s.name, s.door,
  s.identifier_kind as "identifierKind", s.settings, s.credential_id as "credentialId", s.created_at as "createdAt",
  s.paused_at as "pausedAt"`;
const FROM = sql`from ingest.source s join identity.v_authority a on a.id = s.authority_id`;

export async function findSourceById(db: Db, id: number): Promise<Source | undefined> {
  return (await sql<Source>`select ${COLUMNS} ${FROM} where s.id = ${id}`.execute(db)).rows[0];
}

export async function findSource(db: Db, authoritySlug: string, slug: string): Promise<Source | undefined> {
  const { rows } = await sql<Source>`select ${COLUMNS} ${FROM}
    where a.slug = ${authoritySlug} and s.slug = ${slug}`.execute(db);
  return rows[0];
}

/** Sources of these authorities, by authority and name. */
export async function listSourcesOf(db: Db, authorityIds: readonly number[]): Promise<Source[]> {
  const { rows } = await sql<Source>`select ${COLUMNS} ${FROM}
    where s.authority_id = any(${[...authorityIds]}::int[]) order by a.slug, s.name, s.id`.execute(db);
  return rows;
}

/** Every source that reads from an outside broker. */
export async function listBrokerSources(db: Db): Promise<Source[]> {
  const { rows } = await sql<Source>`select ${COLUMNS} ${FROM} where s.door = 'mqtt-client' order by s.id`.execute(db);
  return rows;
}

export async function insertSource(
  tx: Tx,
  source: {
    authorityId: number;
    slug: string;
    name: string;
    door: Door;
    identifierKind: IdentifierKind;
    settings: SourceSettings;
    createdAt: Date;
  },
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into ingest.source (authority_id, slug, name, door, identifier_kind, settings, created_at)
    values (${source.authorityId}, ${source.slug}, ${source.name}, ${source.door}, ${source.identifierKind},
      ${JSON.stringify(source.settings)}, ${source.createdAt})
    on conflict (authority_id, slug) do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

export async function setSourceCredential(tx: Tx, id: number, credentialId: number): Promise<void> {
  await sql`update ingest.source set credential_id = ${credentialId} where id = ${id}`.execute(tx);
}

export async function setSourcePaused(tx: Tx, id: number, pausedAt: Date | null): Promise<void> {
  await sql`update ingest.source set paused_at = ${pausedAt} where id = ${id}`.execute(tx);
}
