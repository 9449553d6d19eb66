import { defineError } from '../../../base/index.ts';

export const sectionUnknown = defineError(
  'PRJ_SECTION_UNKNOWN',
  'not_found',
  'The declaration has no section "{section}".',
  'Go back to the declaration and choose a section that is listed there.',
);
