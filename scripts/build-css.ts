// Builds what browsers are sent: the stylesheet from face/sass, our modules from face/client, fonts, icons and
// govuk-frontend's module.
// The result is committed in src/web/public, so a server needs no build step; a test checks that it is current.
//
//   npm run css            write src/web/public
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from 'sass';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const face = join(root, 'src/web/face');

/** Where the built files are committed. */
export const publicFolder = join(root, 'src/web/public');

const fontPackage = '@fontsource-variable/atkinson-hyperlegible-next';
const copies: Record<string, string> = {
  'govuk-frontend.min.js': join(modules, 'govuk-frontend/dist/govuk/govuk-frontend.min.js'),
  'fonts/atkinson-hyperlegible-next-latin.woff2': join(
    modules,
    fontPackage,
    'files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  ),
  'fonts/atkinson-hyperlegible-next-latin-ext.woff2': join(
    modules,
    fontPackage,
    'files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
  ),
  'fonts/OFL.txt': join(modules, fontPackage, 'LICENSE'),
};

/** Every built file by its path below `src/web/public`. Same sources, same bytes: there is no clock and no path in them. */
export function buildPublicFiles(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(join(face, 'client'))) files.set(name, readFileSync(join(face, 'client', name)));
  for (const [name, source] of Object.entries(copies)) files.set(name, withoutSourceMap(name, readFileSync(source)));

  const css = compileStylesheet();
  for (const name of imagesNamedIn(css)) {
    files.set(name, readFileSync(join(modules, '@ministryofjustice/frontend/moj/assets', name)));
  }
  files.set('lamppost.css', Buffer.from(addVersions(css, files)));

  const script = files.get('lamppost.js')!.toString('utf8');
  const govuk = files.get('govuk-frontend.min.js')!;
  files.set('lamppost.js', Buffer.from(script.replace('.min.js', `.min.js?v=${contentHash(govuk)}`)));
  return files;
}

/** The version in `?v=`: 12 hex digits of the content's SHA-256. `face/static-assets.ts` computes the same. */
export function contentHash(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

function compileStylesheet(): string {
  const { css } = compile(join(face, 'sass/lamppost.scss'), {
    style: 'compressed',
    charset: false,
    quietDeps: true,
    loadPaths: [root, modules],
  });
  return `${css.replace('\uFEFF', '')}\n`;
}

function imagesNamedIn(css: string): Set<string> {
  return new Set([...css.matchAll(/url\("?\/assets\/(images\/[^")]+)"?\)/g)].map((found) => found[1]!));
}

function addVersions(css: string, files: Map<string, Buffer>): string {
  return css.replace(/url\("?\/assets\/([^")]+)"?\)/g, (_, name: string) => {
    const content = files.get(name);
    if (!content) throw new Error(`The stylesheet names /assets/${name}, which is not built. Add it to build-css.ts.`);
    return `url(/assets/${name}?v=${contentHash(content)})`;
  });
}

function withoutSourceMap(name: string, content: Buffer): Buffer {
  if (!name.endsWith('.js')) return content;
  return Buffer.from(content.toString('utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'));
}

function write(files: Map<string, Buffer>): void {
  for (const entry of readdirSync(publicFolder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(relative(publicFolder, path))) rmSync(path);
  }
  for (const [name, content] of files) {
    mkdirSync(dirname(join(publicFolder, name)), { recursive: true });
    writeFileSync(join(publicFolder, name), content);
    console.log(`${name}  ${content.length.toLocaleString('en-GB')} bytes`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(publicFolder, { recursive: true });
  write(buildPublicFiles());
}
