/** The door of the pages. Areas are Fastify plugins; this list is all there are. */
import type { FastifyInstance } from 'fastify';
import { type House, requireForm } from '../base/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { CodecBox } from '../register/index.ts';
import { registerAboutPages } from './about/about.routes.ts';
import { registerAccountPages } from './account/account.routes.ts';
import { registerActionPages } from './actions/actions.routes.ts';
import { registerAlgorithmPages } from './algorithms/algorithms.routes.ts';
import { registerAssessmentPages } from './assessments/assessments.routes.ts';
import { registerDataPages } from './data/data.routes.ts';
import { registerDevicePages } from './devices/devices.routes.ts';
import { registerContactPages } from './enquiries/contact.routes.ts';
import { registerEnquiryPages } from './enquiries/enquiries.routes.ts';
import { registerHomePages } from './home/home.routes.ts';
import { registerVocabularyPages } from './home/vocabulary.routes.ts';
import { registerLiveUpdates } from './live/live.routes.ts';
import { registerProjectPages } from './projects/projects.routes.ts';
import { registerPrivacyNotices, registerRecordPages } from './records/records.routes.ts';
import { registerRegisterPages } from './register/register.routes.ts';
import { registerSharingPages } from './sharing/sharing.routes.ts';
import { registerSourcePages } from './sources/sources.routes.ts';

export { errorPage } from './face/error-page.ts';
export { securityHeaders } from './face/security-headers.ts';
export { staticAssets } from './face/static-assets.ts';

/** What pages need beyond the house: parts with a life of their own. */
export interface PageParts {
  readonly codecBox: CodecBox;
  readonly ingest: Ingest;
}

/** Registers every area of pages, each in its own Fastify context so that one area's hooks do not reach another's. */
export async function registerPages(app: FastifyInstance, house: House, parts: PageParts): Promise<void> {
  app.addHook('preValidation', async (request) => requireForm(request));
  const areas = [
    registerHomePages,
    registerDataPages,
    registerAlgorithmPages,
    registerContactPages,
    registerEnquiryPages,
    registerPrivacyNotices,
    registerRecordPages,
    registerVocabularyPages,
    registerAboutPages,
    registerRegisterPages,
    registerLiveUpdates,
    registerAccountPages,
    registerActionPages,
    registerProjectPages,
    registerSharingPages,
    registerAssessmentPages,
  ];
  for (const area of areas) await app.register(async (context) => area(context, house));
  await app.register(async (context) => registerDevicePages(context, house, parts));
  await app.register(async (context) => registerSourcePages(context, house));
}
