import { defineError } from '../../base/index.ts';

export const deviceNotPublic = defineError(
  'WEB_DEVICE_UNKNOWN',
  'not_found',
  'The public register has no sensor called {slug}.',
  'Search the register. A sensor in a home, or one whose project is not approved yet, is not shown.',
);
export const placeNotPublic = defineError(
  'WEB_PLACE_UNKNOWN',
  'not_found',
  'The public register has no place called {slug}.',
  'Search the register for the street or the name on the sign.',
);
export const projectNotPublic = defineError(
  'WEB_PROJECT_UNKNOWN',
  'not_found',
  'There is no public project called {slug}.',
  'Look at the list of projects under Data. A project is public once its declaration has been approved.',
);
