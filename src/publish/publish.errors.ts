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
export const enquiryInvalid = defineError(
  'PUB_ENQUIRY_INVALID',
  'invalid',
  '{why}.',
  'Change it and send it again. Nothing was kept.',
);
export const enquirySubjectUnknown = defineError(
  'PUB_ENQUIRY_SUBJECT',
  'not_found',
  'There is no public place or project {subject}.',
  'Find it in the register and start from its page.',
);
export const tooManyEnquiries = defineError(
  'PUB_ENQUIRY_TOO_MANY',
  'too_many',
  'Too much was sent by this form lately.',
  'Try again in an hour or tomorrow, or write to the contact that stands on the page of the place or project.',
);
export const enquiryUnknown = defineError(
  'PUB_ENQUIRY_UNKNOWN',
  'not_found',
  'There is no enquiry {id} that you may answer.',
  'Open Records and choose one from the list of enquiries.',
);
export const enquiryReferenceUnknown = defineError(
  'PUB_REFERENCE_UNKNOWN',
  'not_found',
  'Nothing was sent under this reference.',
  'Check the address: it is the one you were shown after sending.',
);
export const enquiryAnswerInvalid = defineError('PUB_ANSWER_INVALID', 'invalid', '{why}.', 'Change it and save again.');
export const taxonomyInvalid = defineError(
  'PUB_TAXONOMY_INVALID',
  'invalid',
  'The DTPR taxonomy cannot be read: line {line}, {why}.',
  'Give a CSV file with the columns category, id, name, symbol, or take the setting away to use the shipped list.',
);
export const breachSubjectUnknown = defineError(
  'PUB_BREACH_SUBJECT',
  'not_found',
  'There is no {kind} {name} in the authorities whose records you may read.',
  'Give the short name or identifier of a device, the name of a supplier as the register has it, or the name or beginning of a key.',
);
export const catalogueInvalid = defineError(
  'PUB_CATALOGUE_INVALID',
  'invalid',
  '{why}.',
  'Change it and send it again. Nothing was kept.',
);
export const catalogueKnown = defineError(
  'PUB_CATALOGUE_KNOWN',
  'conflict',
  'This authority has a catalogue at {url} already.',
  'Find it in the list, and gather it again there.',
);
export const catalogueUnknown = defineError(
  'PUB_CATALOGUE_UNKNOWN',
  'not_found',
  'There is no catalogue {id}.',
  'See /data/catalogues for all of them.',
);
export const catalogueAnswer = defineError(
  'PUB_CATALOGUE_ANSWER',
  'unavailable',
  '{why}.',
  'Look at the address in a browser, mend it in the list of catalogues, and gather it again.',
);
