/** The Ed25519 key of the installation (RFC 8032), by which anybody can check that a certificate is ours and unchanged. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Db, type House, sql } from '../../base/index.ts';

export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
}

/** The public keys as a JWK set (RFC 8037), the newest first. */
export async function publicKeys(db: Db) {
  const { rows } = await sql<{ id: string; publicKey: string }>`
    select id, public_key as "publicKey" from publish.signing_key order by made_at desc, id`.execute(db);
  return rows.map(({ id, publicKey }) => {
    const { kty, crv, x } = createPublicKey(publicKey).export({ format: 'jwk' });
    return { kty, crv, x, kid: id, alg: 'EdDSA', use: 'sig' };
  });
}

/** The key to sign with; made on first use, once even when several ask at the same time. */
export async function signingKey(house: Pick<House, 'db' | 'secretBox' | 'clock'>): Promise<SigningKey> {
  const found = await newest(house);
  if (found) return found;
  await house.db.transaction().execute(async (tx) => {
    await sql`lock table publish.signing_key in exclusive mode`.execute(tx);
    const { rows } = await sql`select 1 from publish.signing_key`.execute(tx);
    if (rows.length > 0) return;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const sealed = house.secretBox.seal(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    await sql`insert into publish.signing_key (id, public_key, private_sealed, made_at)
      values (${thumbprint(publicKey)}, ${publicKey.export({ type: 'spki', format: 'pem' }).toString()}, ${sealed}, ${house.clock.now()})`.execute(
      tx,
    );
  });
  return (await newest(house))!;
}

async function newest({ db, secretBox }: Pick<House, 'db' | 'secretBox'>): Promise<SigningKey | undefined> {
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    select id, private_sealed as sealed from publish.signing_key order by made_at desc, id limit 1`.execute(db);
  return rows[0] && { id: rows[0].id, privateKey: createPrivateKey(secretBox.open(rows[0].sealed)) };
}

function thumbprint(key: KeyObject): string {
  const { crv, kty, x } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}
