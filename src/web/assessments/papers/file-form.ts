import type { FastifyInstance } from 'fastify';
import { parseMultipart } from '../../devices/models/uploads.ts';

/**
 * Lets a form of these pages carry one file, whole: its bytes as base64 in the field of the file, its name in the field
 * with `-name` after it, so that a form stays what every page relies on: texts. Other fields as of any form.
 */
export function readFiles(pages: FastifyInstance): void {
  pages.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, async (request: unknown, body: unknown) => {
    const { headers } = request as { headers: Record<string, string | undefined> };
    return readFileForm(body as Buffer, headers['content-type'] ?? '');
  });
}

async function readFileForm(body: Buffer, type: string): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [name, value] of await parseMultipart(body, type)) {
    if (typeof value === 'string') fields[name] = value;
    else {
      fields[name] = Buffer.from(await value.arrayBuffer()).toString('base64');
      fields[`${name}-name`] = value.name;
    }
  }
  return fields;
}
