import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type {} from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asset, findAsset } from './asset-index.ts';

const compressible = /^(text|application\/json|image\/svg)/;
const compressed = new WeakMap<Asset, Map<string, Promise<Buffer>>>();

/**
 * Serves `/assets/*` from the asset index, and `/favicon.ico` as our icon. An address whose `?v=` is the content's
 * hash may be kept for a year and never asked again; any other is checked each time by its ETag. Unknown names get a
 * 404, never a look at the disk.
 */
export async function staticAssets(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { '*': string }; Querystring: { v?: string } }>(
    '/assets/*',
    { schema: { hide: true } },
    (request, reply) => send(request, reply, request.params['*'], request.query.v),
  );
  app.get('/favicon.ico', { schema: { hide: true } }, (request, reply) =>
    send(request, reply, 'favicon.svg', undefined),
  );
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  version: string | undefined,
): Promise<FastifyReply> {
  const asset = findAsset(name);
  if (!asset) {
    return reply
      .code(404)
      .type('text/plain; charset=utf-8')
      .send(`There is no file ${JSON.stringify(name)} here.\n`);
  }
  const etag = `"${asset.hash}"`;
  reply
    .header('etag', etag)
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', version === asset.hash ? 'public, max-age=31536000, immutable' : 'public, no-cache')
    .header('vary', 'accept-encoding');
  if (sameTag(request.headers['if-none-match'], etag)) return reply.code(304).send();

  reply.type(asset.type);
  const encoding = compressible.test(asset.type) ? chosenEncoding(request.headers['accept-encoding']) : undefined;
  if (!encoding) return reply.send(asset.content);
  return reply.header('content-encoding', encoding).send(await packed(asset, encoding));
}

function sameTag(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*') ?? false;
}

function chosenEncoding(header: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const offered = String(header ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  if (offered.includes('br')) return 'br';
  return offered.includes('gzip') ? 'gzip' : undefined;
}

function packed(asset: Asset, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const held = compressed.get(asset) ?? new Map<string, Promise<Buffer>>();
  compressed.set(asset, held);
  let result = held.get(encoding);
  if (!result) {
    result =
      encoding === 'br'
        ? promisify(brotliCompress)(asset.content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
        : promisify(gzip)(asset.content, { level: 9 });
    held.set(encoding, result);
  }
  return result;
}
