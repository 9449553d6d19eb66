/**
 * Passwords as scrypt hashes in the PHC string form, parameters in the hash:
 * `$scrypt$ln=15,r=8,p=3$<salt>$<hash>` (OWASP Password Storage Cheat Sheet: N=2^15, r=8, p=3, about 32 MiB).
 * The text is normalised (NFKC) so that the same keys typed on another machine give the same password.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

export interface ScryptCost {
  /** log2 of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

export const PASSWORD_COST: ScryptCost = { ln: 15, r: 8, p: 3 };

const HASH_BYTES = 32;

/** The hash to store for a password. */
export async function hashPassword(password: string, cost: ScryptCost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  const parameters = `ln=${cost.ln},r=${cost.r},p=${cost.p}`;
  return `$scrypt$${parameters}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/**
 * True when the password fits the hash. Without a hash (no such account, or no password set yet) the same work is
 * done and the answer is false, so that the time taken says nothing about who has an account.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parsed = parse(stored ?? NOBODY);
  if (!parsed) throw new Error('a stored password hash cannot be read');
  const hash = await derive(password, parsed.salt, parsed.cost);
  return timingSafeEqual(hash, parsed.hash) && stored !== undefined;
}

/** True when a hash was made with other parameters than today's and should be made again at the next sign-in. */
export function isOutdated(stored: string): boolean {
  const cost = parse(stored)?.cost;
  return cost?.ln !== PASSWORD_COST.ln || cost.r !== PASSWORD_COST.r || cost.p !== PASSWORD_COST.p;
}

/** A hash no password fits, with today's parameters. */
const NOBODY = `$scrypt$ln=${PASSWORD_COST.ln},r=${PASSWORD_COST.r},p=${PASSWORD_COST.p}$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(HASH_BYTES).toString('base64url')}`;

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } | undefined {
  const found = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]{43})$/.exec(stored);
  if (!found) return undefined;
  const [, ln, r, p, salt, hash] = found;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt!, 'base64url'),
    hash: Buffer.from(hash!, 'base64url'),
  };
}

function derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 2 ** ln * r * 128 + 8 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
