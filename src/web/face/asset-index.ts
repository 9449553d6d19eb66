// What /assets may serve: the built files of src/web/public, every area's own browser folder
// (src/web/<area>/browser/map.js is /assets/<area>/map.js) and MapLibre from its package. Read once, served by name
// from memory, so no path ever comes from a request.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const mapLibre = join(web, '../../node_modules/maplibre-gl/dist');

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** One file as served: bytes, media type and the 12 hex digits of its SHA-256 that make its address immutable. */
export type Asset = { content: Buffer; type: string; hash: string };

/** Finds an asset by its name below /assets, for example `lamppost.css` or `register/map.js`. */
export function findAsset(name: string): Asset | undefined {
  return index().get(name);
}

/** The address of an asset with its version, `/assets/lamppost.css?v=…`; throws when there is no such file. */
export function assetUrl(name: string): string {
  const asset = findAsset(name);
  if (!asset) {
    throw new Error(`There is no asset "${name}". Put it in src/web/<area>/browser/, or run npm run css.`);
  }
  return `/assets/${name}?v=${asset.hash}`;
}

let known: Map<string, Asset> | undefined;

function index(): Map<string, Asset> {
  known ??= readAssets();
  return known;
}

function readAssets(): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  addFolder(assets, '', join(web, 'public'));
  for (const area of readdirSync(web, { withFileTypes: true })) {
    if (area.isDirectory()) addFolder(assets, `${area.name}/`, join(web, area.name, 'browser'));
  }
  for (const name of ['maplibre-gl.css', 'maplibre-gl.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl-shared.mjs']) {
    addFile(assets, `maplibre/${name}`, join(mapLibre, name));
  }
  return assets;
}

function addFolder(assets: Map<string, Asset>, prefix: string, folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.includes('.test.')) continue;
    const path = join(entry.parentPath, entry.name);
    addFile(assets, prefix + relative(folder, path).split(sep).join('/'), path);
  }
}

function addFile(assets: Map<string, Asset>, name: string, path: string): void {
  const type = types[extname(path)];
  if (!type || !existsSync(path)) return;
  const content = readFileSync(path);
  assets.set(name, { content, type, hash: createHash('sha256').update(content).digest('hex').slice(0, 12) });
}
