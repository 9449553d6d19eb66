/** The bytes of attachments in the data folder, outside everything the web serves, named by their hash. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const folderOf = (data: string, authorityId: number) => join(data, 'attachments', String(authorityId));

/** Writes bytes to disk for good and only then returns; the same bytes twice are one file. */
export async function keepBytes(data: string, authorityId: number, sha256: string, bytes: Uint8Array): Promise<void> {
  const folder = folderOf(data, authorityId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const written = join(folder, `${randomUUID()}.part`);
  const file = await open(written, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(written, join(folder, sha256));
  const parent = await open(folder, 'r');
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}

/** The bytes; undefined when they are not there or are not what was stored. */
export async function readBytes(data: string, authorityId: number, sha256: string): Promise<Buffer | undefined> {
  const bytes = await readFile(join(folderOf(data, authorityId), sha256)).catch(() => undefined);
  return bytes && hashBytes(bytes) === sha256 ? bytes : undefined;
}
