import type { FastifyInstance } from 'fastify';

/**
 * Lets forms of these pages carry files: every field and file becomes a text, repeated ones a list, as of any other
 * form. What is no multipart body is refused with 400.
 */
export function readUploads(pages: FastifyInstance): void {
  pages.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, async (request: unknown, body: unknown) => {
    const { headers } = request as { headers: Record<string, string | undefined> };
    return readMultipart(body as Buffer, headers['content-type'] ?? '');
  });
}

/** The fields of a multipart body, by name. A file that was not chosen is an empty text. */
export async function readMultipart(body: Buffer, type: string): Promise<Record<string, string | string[]>> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of await parseMultipart(body, type)) {
    const text = typeof value === 'string' ? value : await value.text();
    fields.set(name, [...(fields.get(name) ?? []), text]);
  }
  return Object.fromEntries([...fields].map(([name, texts]) => [name, texts.length === 1 ? texts[0]! : texts]));
}

/** The parts of a multipart body: texts and files. What is none is refused with 400. */
export async function parseMultipart(body: Buffer, type: string): Promise<Iterable<[string, string | File]>> {
  try {
    return [...(await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData())];
  } catch (cause) {
    throw Object.assign(new Error('The form could not be read.', { cause }), {
      statusCode: 400,
      code: 'FORM_UNREADABLE',
    });
  }
}
