/**
 * The certificate that retention was carried out: what was deleted, how much, by which rule, and which copies that does not reach. It
 * holds no reading. Signed as a JSON Web Signature (RFC 7515, EdDSA of RFC 8037), so that anybody can check it with usual tools.
 */
import { sign } from 'node:crypto';
import type { Deletion } from './deletion.store.ts';
import type { SigningKey } from './signing-key.store.ts';

export interface CertifiedProject {
  readonly title: string;
  readonly authority: string;
  readonly controller: string;
  /** Its public page. */
  readonly page: string;
}

/** What a deletion here cannot reach; said on every certificate. */
export const NOT_COVERED = [
  'Backups made before the deletion, until they are replaced',
  'Files that somebody downloaded while the readings were open',
  'Readings that another authority received under a sharing agreement',
  'What the supplier of the sensor keeps, if anything',
] as const;

export function deletionCertificate(project: CertifiedProject, deletion: Deletion, keys: string) {
  return {
    type: 'deletion certificate',
    controller: project.controller,
    authority: project.authority,
    project: project.title,
    page: project.page,
    deletedAt: deletion.ranAt.toISOString(),
    because: 'the declaration promises to keep readings no longer',
    readingsDeleted: deletion.readings,
    parts: deletion.parts,
    notCovered: NOT_COVERED,
    keys,
  };
}

/** The certificate as a compact JWS: header, payload and signature in base64url, parted by dots. Ed25519 signs alike each time. */
export function signedCertificate(certificate: ReturnType<typeof deletionCertificate>, key: SigningKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'EdDSA', kid: key.id, typ: 'deletion-certificate+jws' })}.${part(certificate)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString('base64url')}`;
}
