import { announce, sql, type Tx } from '../base/index.ts';
import type { Trait } from './clearance.ts';

/** What decides what a declaration needs: its traits, and who wrote or submitted it. */
export interface PromiseFacts {
  readonly traits: readonly Trait[];
  /** Left out, the people stay who they were: a narrower version takes nothing from the clearances it rests on. */
  readonly people?: readonly number[];
}

/**
 * Room `register` tells what a project's declaration in force (`now`) and the one that comes (`coming`) ask for; what is
 * left out stays, null says there is none. `approved`: a person approved it, which ends a suspension.
 */
export async function notePromise(
  tx: Tx,
  project: { authorityId: number; projectId: number },
  note: { now?: PromiseFacts | null; coming?: PromiseFacts | null; approved?: boolean },
): Promise<void> {
  const { authorityId, projectId } = project;
  await sql`insert into projects.promise (project_id, authority_id) values (${projectId}, ${authorityId})
    on conflict (project_id) do nothing`.execute(tx);
  const { now, coming } = note;
  if (now !== undefined)
    await sql`update projects.promise set now_traits = ${now && [...now.traits].sort()}::text[],
        now_people = coalesce(${now === null ? [] : now.people ? [...new Set(now.people)] : null}::int[], now_people),
        now_since = case when ${now === null} then null else coalesce(now_since, now()) end
      where project_id = ${projectId}`.execute(tx);
  if (coming !== undefined)
    await sql`update projects.promise set coming_traits = ${coming && [...coming.traits].sort()}::text[],
        coming_people = ${[...new Set(coming?.people)]}::int[]
      where project_id = ${projectId}`.execute(tx);
  if (note.approved) await sql`select projects.reckon(${projectId}, true)`.execute(tx);
  if (now !== undefined || note.approved) await announce(tx, 'projects.clearance-changed', { authorityId, projectId });
}
