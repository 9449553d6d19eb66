import { defineError } from '../base/index.ts';

export const datasetUnknown = defineError(
  'PUB_DATASET_UNKNOWN',
  'not_found',
  'The catalogue has no dataset {dataset}.',
  'See /data for all of them. A dataset is listed while the declaration of its project is in force.',
);
export const datasetNotOpen = defineError(
  'PUB_DATASET_NOT_OPEN',
  'not_found',
  'The readings of {dataset} are not open.',
  'Its page in the catalogue says why, and how to ask for them to be published.',
);
export const periodInvalid = defineError(
  'PUB_PERIOD_INVALID',
  'invalid',
  '{field} is no day or time: {value}.',
  'Write a day such as 2026-05-01, or a time such as 2026-05-01T12:00:00Z.',
);
