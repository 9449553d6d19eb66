import { defineError } from '../../base/index.ts';

export const projectNotPublic = defineError(
  'WEB_PROJECT_UNKNOWN',
  'not_found',
  'There is no public project called {slug}.',
  'Look at the list of projects under Data. A project is public once its declaration has been approved.',
);
