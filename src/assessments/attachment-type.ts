/** Which files may be attached, told by their first bytes and not by what the sender says. Pure. */

/** Type, ending, and how a file of it begins; texts have no beginning of their own. */
const TYPES = [
  { mediaType: 'application/pdf', endings: ['pdf'], begins: [[0x25, 0x50, 0x44, 0x46]] },
  { mediaType: 'image/png', endings: ['png'], begins: [[0x89, 0x50, 0x4e, 0x47]] },
  { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'], begins: [[0xff, 0xd8, 0xff]] },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    endings: ['docx'],
    begins: [[0x50, 0x4b, 0x03, 0x04]],
  },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    endings: ['xlsx'],
    begins: [[0x50, 0x4b, 0x03, 0x04]],
  },
  { mediaType: 'application/vnd.oasis.opendocument.text', endings: ['odt'], begins: [[0x50, 0x4b, 0x03, 0x04]] },
  { mediaType: 'text/plain; charset=utf-8', endings: ['txt', 'md'], begins: null },
  { mediaType: 'text/csv; charset=utf-8', endings: ['csv'], begins: null },
] as const;

export const ATTACHMENT_ENDINGS: readonly string[] = TYPES.flatMap(({ endings }) => endings);
/** 4 MiB: under the 5 MiB that a request may carry, with room for the form around it. */
export const MOST_ATTACHMENT_BYTES = 4 * 1024 * 1024;

/** The type of a file, or what is wrong with it in words that stand beside the input. */
export function attachmentType(name: string, bytes: Uint8Array): { mediaType: string } | { problem: string } {
  if (bytes.length === 0) return { problem: 'The file is empty' };
  if (bytes.length > MOST_ATTACHMENT_BYTES) return { problem: 'The file is larger than 4 MB' };
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = TYPES.find(({ endings }) => (endings as readonly string[]).includes(ending));
  if (!type) return { problem: `Choose a file that ends in ${ATTACHMENT_ENDINGS.join(', ')}` };
  const fits = type.begins ? type.begins.some((begin) => begin.every((byte, at) => bytes[at] === byte)) : isText(bytes);
  return fits ? { mediaType: type.mediaType } : { problem: `The file does not hold what its ending .${ending} says` };
}

/** A name for the download: no folders, no control characters, at most 120 characters. */
export function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/[^\p{L}\p{N}._ ()-]+/gu, '-').trim();
  return plain.slice(-120) || 'file';
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
