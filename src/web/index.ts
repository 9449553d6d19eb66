/** The door of the pages. Areas are Fastify plugins; this list is all there are. */
import type { FastifyInstance } from 'fastify';
import type { House } from '../base/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { CodecBox } from '../register/index.ts';
import { registerAboutPages } from './about/about.routes.ts';
import { registerAccountPages } from './account/account.routes.ts';
import { registerProjectPages } from './projects/projects.routes.ts';

export { errorPage } from './face/error-page.ts';
export { securityHeaders } from './face/security-headers.ts';
export { staticAssets } from './face/static-assets.ts';

/** What pages need beyond the house: parts with a life of their own. */
export interface PageParts {
  readonly codecBox: CodecBox;
  readonly ingest: Ingest;
}

export async function registerPages(app: FastifyInstance, house: House, _parts: PageParts): Promise<void> {
  await registerAboutPages(app, house);
  await registerAccountPages(app, house);
  await registerProjectPages(app, house);
}
