import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileUnreadable } from '../ingest.errors.ts';

export interface OpenedFile {
  readonly bytes: number;
  readonly sha256: string;
  /** The text's bytes, unpacked where the file is gzip. */
  readonly content: Readable;
  /** How many bytes of the file have been read so far. */
  bytesRead(): number;
}

/** Opens a file of readings, plain or gzip by its first bytes. Throws ING_FILE_UNREADABLE. */
export async function openFile(path: string): Promise<OpenedFile> {
  let bytes: number;
  let isGzip: boolean;
  try {
    const info = await stat(path);
    if (!info.isFile()) throw fileUnreadable({ field: 'path', why: 'it is not a file' });
    bytes = info.size;
    isGzip = await startsLikeGzip(path);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ING_')) throw error;
    throw fileUnreadable({ field: 'path', why: (error as Error).message.replace(/,.*/s, ''), cause: error });
  }
  const sha256 = await hashOf(path);
  let raw: ReadStream | undefined;
  // A generator begins when somebody reads: an error of a spoilt file finds whoever listens.
  async function* read(): AsyncGenerator<Buffer> {
    const file = createReadStream(path, { highWaterMark: 256 * 1024 });
    raw = file;
    if (!isGzip) return yield* file;
    const unpacked = createGunzip().on('close', () => file.destroy());
    file.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
    yield* unpacked;
  }
  return {
    bytes,
    sha256,
    content: Readable.from(read(), { objectMode: false }),
    bytesRead: () => raw?.bytesRead ?? 0,
  };
}

async function startsLikeGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
