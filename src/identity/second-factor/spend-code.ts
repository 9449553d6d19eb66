import type { Clock, House, Tx } from '../../base/index.ts';
import { findFactor, spendRecoveryCode, spendStep } from './factor.store.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { matchingStep } from './totp.ts';

/**
 * Uses up what somebody typed as their second factor: six digits of the authenticator, or a recovery code. Says which it
 * was; undefined when it is neither, or was used before.
 */
export async function spendCode(
  tx: Tx,
  { secretBox }: Pick<House, 'secretBox'>,
  personId: number,
  typed: string,
  clock: Clock,
): Promise<'authenticator' | 'recovery' | undefined> {
  const factor = await findFactor(tx, personId);
  if (!factor?.confirmedAt) return undefined;
  const plain = typed.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(plain)) {
    const spent = await spendRecoveryCode(tx, personId, hashRecoveryCode(plain.slice(0, 100)), clock.now());
    return spent ? 'recovery' : undefined;
  }
  const secret = Buffer.from(secretBox.open(factor.secretSealed), 'base64');
  const step = matchingStep(secret, plain, clock.now(), factor.lastStep);
  return step !== undefined && (await spendStep(tx, personId, step)) ? 'authenticator' : undefined;
}
