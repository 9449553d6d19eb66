import { defineError, type LamppostError } from '../base/index.ts';
import type { ODataError } from './odata/odata-error.ts';

const cure = 'Correct the address as the message says; /docs has examples that work.';

const malformed = defineError('STA_MALFORMED', 'invalid', '{what}.', cure);
const unknown = defineError(
  'STA_UNKNOWN',
  'not_found',
  '{what}.',
  'Start from /v1.1 and follow its links; sign in or send a key if what you look for is not open to everyone.',
);
const leftOut = defineError(
  'STA_LEFT_OUT',
  'unsupported',
  '{what}.',
  'Ask without it; /v1.1 lists what this service keeps of the standard.',
);
export const outOfRange = defineError(
  'STA_OUT_OF_RANGE',
  'invalid',
  'What the filter or ordering works out leaves the range of numbers or times.',
  'Use smaller numbers and nearer times.',
);
export const tookTooLong = defineError(
  'STA_TOOK_TOO_LONG',
  'unavailable',
  'The answer took too long to find.',
  'Ask for less: one Datastream, a shorter time, no $count.',
);
export const tooBusy = defineError(
  'STA_TOO_BUSY',
  'unavailable',
  'Too many questions are being answered at once.',
  'Wait a few seconds and ask again.',
);
export const readOnly = defineError(
  'STA_READ_ONLY',
  'unsupported',
  'This service is read only: {method} is not supported.',
  'Send readings to the doors under /ingest; devices, places and declarations are kept on the pages for staff.',
);

/** What the parsers and printers refuse, as an error of the catalogue. */
export function fromODataError({ status, message }: ODataError): LamppostError {
  const what = message.charAt(0).toUpperCase() + message.slice(1);
  const make = { 400: malformed, 404: unknown, 501: leftOut }[status];
  return make({ what });
}
