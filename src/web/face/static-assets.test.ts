import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { assetUrl, findAsset } from './asset-index.ts';
import { staticAssets } from './static-assets.ts';

const app = Fastify();
before(async () => {
  await app.register(staticAssets);
});
after(() => app.close());

test('a file asked for by its version may be kept for a year', async () => {
  const answer = await app.inject(assetUrl('lamppost.css'));
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['content-type'], 'text/css; charset=utf-8');
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('a file asked for without its version, or with another, is asked about each time', async () => {
  for (const url of ['/assets/lamppost.css', '/assets/lamppost.css?v=000000000000']) {
    const first = await app.inject(url);
    assert.equal(first.headers['cache-control'], 'public, no-cache');
    const again = await app.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } });
    assert.equal(again.statusCode, 304);
    assert.equal(again.body, '');
  }
});

test('text goes compressed to those who can read it, and is the same text', async () => {
  const plain = findAsset('lamppost.css')!.content;
  const brotli = await app.inject({ url: '/assets/lamppost.css', headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.deepEqual(brotliDecompressSync(brotli.rawPayload), plain);
  const zipped = await app.inject({ url: '/assets/lamppost.css', headers: { 'accept-encoding': 'gzip, br;q=0' } });
  assert.deepEqual(gunzipSync(zipped.rawPayload), plain);
  const font = '/assets/fonts/atkinson-hyperlegible-next-latin.woff2';
  const woff = await app.inject({ url: font, headers: { 'accept-encoding': 'br' } });
  assert.equal(woff.headers['content-encoding'], undefined);
});

test('a name that is no asset is not found, and no path leads out of the folder', async () => {
  for (const name of ['nothing.css', '../face/views.ts', '..%2f..%2fpackage.json', '%2e%2e/face/views.ts', '']) {
    const answer = await app.inject(`/assets/${name}`);
    assert.equal(answer.statusCode, 404, name);
  }
});

test('the icon browsers ask for by themselves is ours', async () => {
  const answer = await app.inject('/favicon.ico');
  assert.match(String(answer.headers['content-type']), /^image\/svg\+xml/);
});

test('a template naming a file that is not there fails with what to do', () => {
  assert.throws(() => assetUrl('nothing.css'), /There is no asset "nothing.css".*npm run css/);
});

test('the map library is served from its package', () => {
  assert.ok(findAsset('maplibre/maplibre-gl.mjs'));
  assert.ok(findAsset('maplibre/maplibre-gl-worker.mjs'));
});
