import { type Db, sql, type Tx } from '../base/index.ts';
import { audit } from './audit.ts';
import { requirePermission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/** What an authority asks of people who sign in with a password. */
export interface SignInPolicy {
  readonly secondFactorRequired: boolean;
}

export async function findSignInPolicy(db: Db, authorityId: number): Promise<SignInPolicy> {
  const { rows } = await sql<SignInPolicy>`select second_factor_required as "secondFactorRequired"
    from identity.authority where id = ${authorityId}`.execute(db);
  return rows[0]!;
}

/** Sets it; it holds from the next sign-in on. */
export async function setSignInPolicy(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  policy: SignInPolicy,
): Promise<void> {
  requirePermission(viewer, 'sign-in.edit', authorityId);
  const { secondFactorRequired } = policy;
  await sql`update identity.authority set second_factor_required = ${secondFactorRequired} where id = ${authorityId}`.execute(
    tx,
  );
  const subject = { kind: 'authority', id: authorityId };
  await audit(tx, { authorityId, actor: viewer, action: 'policy.change', subject, facts: { secondFactorRequired } });
}
