import { type Db, sql } from '../../../base/index.ts';
import type { InboxEntry } from '../../../ingest/index.ts';

/** Which of these identifiers belong to a device by now, as `authority kind identifier`. */
export async function identifiersRegistered(
  db: Db,
  entries: readonly Pick<InboxEntry, 'authorityId' | 'kind' | 'identifier'>[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select authority_id || ' ' || kind || ' ' || value as key from register.v_device_identifier
    where (authority_id, kind, value) in (
      select * from unnest(${entries.map((entry) => entry.authorityId)}::int[],
        ${entries.map((entry) => entry.kind)}::text[], ${entries.map((entry) => entry.identifier)}::text[]))`.execute(
    db,
  );
  return new Set(rows.map((row) => row.key));
}
