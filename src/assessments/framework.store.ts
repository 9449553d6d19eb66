import { type Db, sql, type Tx } from '../base/index.ts';
import type { Framework } from './framework.ts';

export interface StoredFramework {
  readonly id: number;
  readonly authorityId: number;
  readonly code: string;
  readonly edition: string;
  readonly title: string;
  readonly body: Framework;
  readonly hash: string;
  readonly origin: 'shipped' | 'imported';
  readonly addedAt: Date;
}

const COLUMNS = sql`f.id, f.authority_id as "authorityId", f.code, f.edition, f.title, f.body, f.hash, f.origin,
  f.added_at as "addedAt"`;

/** The frameworks an authority imported, newest edition of each first. */
export async function listImported(db: Db, authorityId: number): Promise<StoredFramework[]> {
  const { rows } = await sql<StoredFramework>`select ${COLUMNS} from assessments.framework f
    where f.authority_id = ${authorityId} and f.origin = 'imported' order by f.code, f.added_at desc, f.id desc`.execute(
    db,
  );
  return rows;
}

/** Keeps a framework for an authority, once; says its id. */
export async function keepFramework(
  tx: Tx,
  row: {
    authorityId: number;
    framework: Framework;
    hash: string;
    origin: 'shipped' | 'imported';
    by: number | null;
    at: Date;
  },
): Promise<number> {
  const { framework: body } = row;
  await sql`insert into assessments.framework (authority_id, code, edition, title, body, hash, origin, added_by, added_at)
    values (${row.authorityId}, ${body.framework}, ${body.edition}, ${body.title}, ${JSON.stringify(body)}, ${row.hash},
      ${row.origin}, ${row.by}, ${row.at}) on conflict (authority_id, hash) do nothing`.execute(tx);
  const { rows } = await sql<{ id: number }>`select id from assessments.framework
    where authority_id = ${row.authorityId} and hash = ${row.hash}`.execute(tx);
  return rows[0]!.id;
}
