import { defineError } from '../base/index.ts';

export const idMalformed = defineError(
  'OBS_ID_MALFORMED',
  'not_found',
  'There is no observation with that {field}.',
  'Ids of observations are the digits that the API shows as @iot.id.',
);
export const backfillConflict = defineError(
  'OBS_BACKFILL_CONFLICT',
  'conflict',
  'A history cannot be filled in where observations already stand.',
  'Use an import instead: it finds duplicates and keeps other values beside. Nothing was changed.',
);
