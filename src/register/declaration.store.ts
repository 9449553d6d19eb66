import { createHash } from 'node:crypto';
import { type Db, type RawBuilder, sql, type Tx } from '../base/index.ts';
import type { DeclarationBody } from './declaration.ts';

export type DeclarationState = 'draft' | 'submitted' | 'in_force' | 'rejected' | 'superseded' | 'withdrawn';

/** One version of a project's declaration. Times are null until they happened. */
export interface StoredDeclaration {
  readonly id: number;
  readonly authorityId: number;
  readonly projectId: number;
  readonly version: number;
  readonly state: DeclarationState;
  readonly body: DeclarationBody;
  readonly bodyHash: string;
  readonly savedAt: Date;
  /** Ids of everybody who wrote something of it; none of them decides on it. */
  readonly writers: readonly number[];
  readonly submittedBy: number | null;
  readonly submittedAt: Date | null;
  readonly decidedBy: number | null;
  readonly decidedAt: Date | null;
  readonly inForceFrom: Date | null;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
}

export const DECLARATION_COLUMNS = sql`dc.id, dc.authority_id as "authorityId", dc.project_id as "projectId", dc.version,
  dc.state, dc.body, dc.body_hash as "bodyHash", dc.saved_at as "savedAt", dc.writers, dc.submitted_by as "submittedBy",
  dc.submitted_at as "submittedAt", dc.decided_by as "decidedBy", dc.decided_at as "decidedAt",
  dc.in_force_from as "inForceFrom", dc.ended_at as "endedAt", dc.ended_reason as "endedReason"`;

/** SHA-256 of the body with its keys sorted: the same promise has the same hash whoever wrote it. */
export function hashBody(body: DeclarationBody): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}

/** One change at a time of a project's declarations, until the transaction ends. */
export async function lockDeclarations(tx: Tx, projectId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('register.declaration'), ${projectId})`.execute(tx);
}

export async function selectDeclaration(db: Db, where: RawBuilder<unknown>): Promise<StoredDeclaration | undefined> {
  const { rows } = await sql<StoredDeclaration>`
    select ${DECLARATION_COLUMNS} from register.declaration dc where ${where} order by dc.version desc limit 1`.execute(
    db,
  );
  return rows[0];
}

/** The newest version in this state, if there is one. */
export function selectInState(db: Db, projectId: number, state: DeclarationState) {
  return selectDeclaration(db, sql`dc.project_id = ${projectId} and dc.state = ${state}`);
}

export async function insertDraft(
  tx: Tx,
  row: {
    authorityId: number;
    projectId: number;
    body: DeclarationBody;
    hash: string;
    savedBy: number | null;
    writers: readonly number[];
    at: Date | null;
  },
): Promise<{ id: number; version: number }> {
  const { rows } = await sql<{ id: number; version: number }>`
    insert into register.declaration (authority_id, project_id, version, state, body, body_hash, saved_by, writers, saved_at)
    values (${row.authorityId}, ${row.projectId},
      (select coalesce(max(version), 0) + 1 from register.declaration where project_id = ${row.projectId}), 'draft',
      ${JSON.stringify(row.body)}, ${row.hash}, ${row.savedBy}, ${[...row.writers]}::int[], coalesce(${row.at}::timestamptz, now()))
    returning id, version`.execute(tx);
  return rows[0]!;
}

export async function updateDraft(
  tx: Tx,
  id: number,
  row: { body: DeclarationBody; hash: string; savedBy: number | null; writers: readonly number[]; at: Date | null },
): Promise<void> {
  await sql`update register.declaration set body = ${JSON.stringify(row.body)}, body_hash = ${row.hash},
      saved_by = ${row.savedBy}, saved_at = coalesce(${row.at}::timestamptz, now()),
      writers = array(select distinct unnest(writers || ${[...row.writers]}::int[]))
    where id = ${id} and state = 'draft'`.execute(tx);
}

export async function markSubmitted(tx: Tx, id: number, by: number | null, at: Date | null): Promise<void> {
  await sql`update register.declaration set state = 'submitted', submitted_by = ${by},
      submitted_at = coalesce(${at}::timestamptz, now()) where id = ${id}`.execute(tx);
}

/** Puts a version into force in place of the one that was; `by` is null when it did so by itself, being narrower. */
export async function markInForce(
  tx: Tx,
  row: { id: number; projectId: number; version: number; by: number | null; at: Date | null },
): Promise<void> {
  const when = sql`coalesce(${row.at}::timestamptz, now())`;
  await sql`update register.declaration set state = 'superseded', ended_at = ${when},
      ended_reason = ${`replaced by version ${row.version}`}
    where project_id = ${row.projectId} and state = 'in_force'`.execute(tx);
  await sql`update register.declaration set is_published = false
    where project_id = ${row.projectId} and is_published`.execute(tx);
  await sql`update register.declaration set state = 'in_force', is_published = true, decided_by = ${row.by},
      decided_at = ${when}, in_force_from = ${when} where id = ${row.id}`.execute(tx);
}

/** Ends a version as rejected or withdrawn, with who and why. */
export async function markEnded(
  tx: Tx,
  row: { id: number; state: 'rejected' | 'withdrawn'; by: number | null; reason: string; at: Date | null },
): Promise<void> {
  const decided = row.state === 'rejected' ? row.by : sql`decided_by`;
  const when = sql`coalesce(${row.at}::timestamptz, now())`;
  await sql`update register.declaration set state = ${row.state}, ended_at = ${when}, ended_by = ${row.by},
      ended_reason = ${row.reason}, decided_by = ${decided},
      decided_at = ${row.state === 'rejected' ? when : sql`decided_at`}
    where id = ${row.id}`.execute(tx);
}
