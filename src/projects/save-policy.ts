import { isDeepStrictEqual } from 'node:util';
import { announce, type Clock, type Db, sql, systemClock, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { type Policy, problemsOfPolicy } from './policy.ts';
import { policyInvalid } from './projects.errors.ts';

export interface StandingPolicy {
  readonly policy: Policy;
  readonly version: number;
  /** It is what ships: the authority never changed it. */
  readonly isShipped: boolean;
  readonly savedAt: Date;
  readonly savedByName: string | null;
}

/** What an authority requires now. */
export async function findPolicy(db: Db, authorityId: number): Promise<StandingPolicy> {
  const { rows } = await sql<StandingPolicy>`
    select p.body as policy, p.version, p.is_shipped as "isShipped", p.saved_at as "savedAt", pe.name as "savedByName"
    from projects.v_policy p left join identity.v_person pe on pe.id = p.saved_by
    where p.authority_id = ${authorityId}`.execute(db);
  return rows[0]!;
}

/**
 * Saves what an authority requires as a new version; earlier ones stay. Projects in force that lack what is new are at risk
 * from now on, with the whole clock. Says whether anything changed; refuses a policy that opens the gates.
 */
export async function savePolicy(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  policy: Policy,
  clock: Clock = systemClock,
): Promise<boolean> {
  requirePermission(viewer, 'policy.edit', authorityId);
  const [problem] = problemsOfPolicy(policy);
  if (problem) throw policyInvalid(problem as { field: string; why: string });
  await sql`select pg_advisory_xact_lock(hashtext('projects.policy'), ${authorityId})`.execute(tx);
  const before = await findPolicy(tx, authorityId);
  if (isDeepStrictEqual(inOrder(before.policy), inOrder(policy))) return false;
  const version = before.isShipped ? 1 : before.version + 1;
  const savedBy = viewer.kind === 'person' ? viewer.personId : null;
  await sql`insert into projects.policy (authority_id, version, body, saved_by, saved_at)
    values (${authorityId}, ${version}, ${JSON.stringify(policy)}, ${savedBy}, ${clock.now()})`.execute(tx);
  const subject = { kind: 'requirements', id: authorityId, version };
  await audit(tx, { authorityId, actor: viewer, action: 'requirements.change', subject });
  const { rows } = await sql<{ projectId: number }>`
    select project_id as "projectId" from projects.v_promise
    where authority_id = ${authorityId} and now_traits is not null`.execute(tx);
  for (const { projectId } of rows) await announce(tx, 'projects.clearance-changed', { authorityId, projectId });
  return true;
}

/** The order in which requirements and roles are written means nothing. */
function inOrder({ at_risk_days, requirements, roles }: Policy) {
  const sorted = requirements.map(({ stage, kind, applies_when }) => `${stage} ${kind} ${[...applies_when].sort()}`);
  return {
    at_risk_days,
    requirements: sorted.sort(),
    roles: Object.fromEntries(Object.entries(roles).map(([kind, each]) => [kind, [...each].sort()])),
  };
}
