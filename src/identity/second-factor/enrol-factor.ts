/** Setting a second factor up: a secret is prepared and shown, and counts once a first code from it was right. */
import { randomBytes } from 'node:crypto';
import { type Clock, type House, sql, type Tx } from '../../base/index.ts';
import { auditAccount } from '../audit.ts';
import { codeWrong, factorStands } from '../identity.errors.ts';
import { confirmFactor, findFactor, prepareFactor, replaceRecoveryCodes } from './factor.store.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { base32, keyUri, matchingStep } from './totp.ts';

const SECRET_BYTES = 20; // RFC 4226 §4, R6 recommends 160 bits
const PREPARED_FOR_MS = 3_600_000;

export type FactorHouse = Pick<House, 'secretBox' | 'settings'>;

/** What the page of a new second factor shows. */
export interface OfferedFactor {
  readonly uri: string;
  /** The key to type where no camera reads the code, in groups of four. */
  readonly key: string;
}

/**
 * The secret a person is to scan: within an hour the same, so that a form that comes back with a mistake still fits. Throws
 * IDN_FACTOR_STANDS when the person has a second factor. Asks nobody: the caller knows that it is the person.
 */
export async function offerFactor(tx: Tx, house: FactorHouse, personId: number, clock: Clock): Promise<OfferedFactor> {
  const standing = await findFactor(tx, personId);
  if (standing?.confirmedAt) throw factorStands();
  const isFresh = standing && clock.now().getTime() - standing.preparedAt.getTime() < PREPARED_FOR_MS;
  const secret = isFresh ? open(house, standing.secretSealed) : randomBytes(SECRET_BYTES);
  if (!isFresh) {
    const sealed = house.secretBox.seal(secret.toString('base64'));
    if (!(await prepareFactor(tx, personId, sealed, clock.now()))) throw factorStands();
  }
  const { rows } = await sql<{ email: string }>`select email from identity.person where id = ${personId}`.execute(tx);
  const issuer = `Lamppost ${new URL(house.settings.publicUrl).hostname}`;
  const key = base32(secret)
    .match(/.{1,4}/g)!
    .join(' ');
  return { uri: keyUri({ secret, account: rows[0]!.email, issuer }), key };
}

/** Confirms the prepared secret with a first code, and returns recovery codes, this once. Throws IDN_CODE_WRONG. */
export async function takeFactor(
  tx: Tx,
  house: FactorHouse,
  personId: number,
  code: string,
  clock: Clock,
): Promise<string[]> {
  const prepared = await findFactor(tx, personId);
  if (!prepared || prepared.confirmedAt) throw factorStands();
  const digits = code.replaceAll(/\s/g, '');
  const isCode = /^\d{6}$/.test(digits);
  const step = isCode ? matchingStep(open(house, prepared.secretSealed), digits, clock.now(), null) : undefined;
  if (step === undefined) throw codeWrong({ field: 'code' });
  if (!(await confirmFactor(tx, personId, step, clock.now()))) throw factorStands();
  await auditAccount(tx, personId, { actor: { personId }, action: 'person.factor-add' }, clock);
  return giveRecoveryCodes(tx, personId);
}

/** New recovery codes in the place of all others, returned this once. */
export async function giveRecoveryCodes(tx: Tx, personId: number): Promise<string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(tx, personId, codes.map(hashRecoveryCode));
  return codes;
}

function open({ secretBox }: FactorHouse, sealed: Buffer): Buffer {
  return Buffer.from(secretBox.open(sealed), 'base64');
}
