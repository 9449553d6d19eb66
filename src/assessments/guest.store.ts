import { type Db, hashToken, sql, type Tx } from '../base/index.ts';

export type GuestKind = 'supplier' | 'ethics_board';

export interface Guest {
  readonly id: number;
  readonly authorityId: number;
  readonly projectId: number;
  readonly kind: GuestKind;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const COLUMNS = sql`g.id, g.authority_id as "authorityId", g.project_id as "projectId", g.kind, g.name, g.created_at as "createdAt",
  g.expires_at as "expiresAt", g.revoked_at as "revokedAt", g.last_used_at as "lastUsedAt"`;

/** Everybody who was ever invited to a project, newest first. */
export async function listGuestLinks(db: Db, projectId: number): Promise<Guest[]> {
  const { rows } = await sql<Guest>`select ${COLUMNS} from assessments.guest_link g
    where g.project_id = ${projectId} order by g.id desc`.execute(db);
  return rows;
}

export async function insertGuestLink(
  tx: Tx,
  row: {
    authorityId: number;
    projectId: number;
    kind: GuestKind;
    name: string;
    token: string;
    by: number;
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await sql`insert into assessments.guest_link (authority_id, project_id, kind, name, token_hash, created_by, created_at, expires_at)
    values (${row.authorityId}, ${row.projectId}, ${row.kind}, ${row.name}, ${hashToken(row.token)}, ${row.by}, ${row.at},
      ${row.expiresAt})`.execute(tx);
}

/** Whom a link belongs to, while it stands; notes that it was used. */
export async function useGuestLink(db: Db, token: string, at: Date): Promise<Guest | undefined> {
  const { rows } = await sql<Guest>`update assessments.guest_link g set last_used_at = ${at}
    where g.token_hash = ${hashToken(token)} and g.revoked_at is null and g.expires_at > ${at} returning ${COLUMNS}`.execute(
    db,
  );
  return rows[0];
}

export async function endGuestLink(tx: Tx, row: { id: number; projectId: number; at: Date }): Promise<void> {
  await sql`update assessments.guest_link set revoked_at = ${row.at}
    where id = ${row.id} and project_id = ${row.projectId} and revoked_at is null`.execute(tx);
}
