import { type Db, sql } from '../base/index.ts';
import type { ChainHead, ChainRow } from './audit-chain.ts';

/** An entry as pages and exports show it. Names are looked up when it is shown; the entry holds ids. */
export interface AuditRow {
  readonly position: number;
  /** The canonical JSON that was hashed. */
  readonly entry: string;
  readonly hash: string;
  readonly at: Date;
  readonly action: string;
  readonly actorKind: 'person' | 'key' | 'house' | 'public';
  readonly actorName: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** The name of the subject where it is a person. */
  readonly subjectName: string | null;
  readonly version: number | null;
  readonly reason: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface AuditFilter {
  readonly authorityId: number;
  /** Looks in names, actions, subjects, reasons and facts. */
  readonly search?: string;
  /** `declaration`, `role` …: the thing an action is about. */
  readonly things?: readonly string[];
}

const FROM = sql`from identity.audit_entry e
  left join identity.person actor on e.actor_kind = 'person' and actor.id = e.actor_id
  left join identity.credential key on e.actor_kind = 'key' and key.id = e.actor_id
  left join identity.person subject on e.subject_kind = 'person' and subject.id::text = e.subject_id`;

/** Entries of an authority, the newest first. */
export async function selectAudit(
  db: Db,
  filter: AuditFilter,
  page: { limit: number; before?: number },
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select e.position, e.entry, encode(e.hash, 'hex') as hash, e.at::timestamptz as at, e.action, e.actor_kind as "actorKind",
      coalesce(actor.name, key.name) as "actorName", e.subject_kind as "subjectKind", e.subject_id as "subjectId",
      subject.name as "subjectName", (e.entry::jsonb -> 'subject' ->> 'version')::integer as version,
      e.entry::jsonb ->> 'reason' as reason, coalesce(e.entry::jsonb -> 'facts', '{}') as facts
    ${FROM} where ${matches(filter)} and e.position < coalesce(${page.before ?? null}::bigint, 9223372036854775807)
    order by e.position desc limit ${page.limit}`.execute(db);
  return rows;
}

/** How many entries there are of each thing, whichever things are chosen. */
export async function countAudit(db: Db, filter: AuditFilter): Promise<{ thing: string; count: number }[]> {
  const { rows } = await sql<{ thing: string; count: number }>`
    select split_part(e.action, '.', 1) as thing, count(*) as count
    ${FROM} where ${matches({ ...filter, things: [] })} group by 1 order by 1`.execute(db);
  return rows;
}

function matches({ authorityId, search = '', things = [] }: AuditFilter) {
  const pattern = `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`e.authority_id = ${authorityId} and e.position is not null
    and (${things.length === 0} or split_part(e.action, '.', 1) = any(${things}::text[]))
    and (${search.trim() === ''} or e.entry ilike ${pattern} or actor.name ilike ${pattern} or subject.name ilike ${pattern})`;
}

/** Rows of one chain in order, from behind a position; those that are in no chain come last. */
export async function readChain(db: Db, authorityId: number, behind: number, limit: number): Promise<ChainRow[]> {
  const { rows } = await sql<ChainRow>`select id, entry, position, hash from identity.audit_entry
    where authority_id = ${authorityId} and (position is null or hash is null or position > ${behind})
    order by position nulls last, id limit ${limit}`.execute(db);
  return rows;
}

/** The remembered end of every chain; position 0 for an authority without entries. */
export async function readHeads(db: Db): Promise<(ChainHead & { authorityId: number; authority: string })[]> {
  const { rows } = await sql<ChainHead & { authorityId: number; authority: string }>`
    select a.id as "authorityId", a.slug as authority, coalesce(h.position, 0) as position,
      coalesce(h.hash, decode(repeat('00', 32), 'hex')) as hash
    from identity.authority a left join identity.audit_head h on h.authority_id = a.id order by a.slug`.execute(db);
  return rows;
}
