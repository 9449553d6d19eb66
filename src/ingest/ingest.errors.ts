import { defineError } from '../base/index.ts';

// Doors
export const keyMissing = defineError(
  'ING_KEY_MISSING',
  'unauthenticated',
  'This door needs the key of the source.',
  'Send `Authorization: Bearer <key>` or `X-Lamppost-Key: <key>`. A key is shown once, when the source is made or its key rotated.',
);
export const keyWrong = defineError(
  'ING_KEY_WRONG',
  'forbidden',
  'This key opens no such source.',
  'Check the address and the key; each source has an address and a key of its own.',
);
export const sourcePaused = defineError(
  'ING_SOURCE_PAUSED',
  'conflict',
  'This source is paused: nothing was read.',
  'Ask the authority to resume it; send the message again then.',
);
export const bodyEmpty = defineError(
  'ING_BODY_EMPTY',
  'invalid',
  'The message is empty.',
  'Send the reading as JSON, for example {"device": "…", "time": "2026-05-01T12:00:00Z", "temperature": 20.5}.',
);
export const bodyNotJson = defineError(
  'ING_BODY_NOT_JSON',
  'invalid',
  'The message is not JSON: {why}.',
  'Correct the message there; every text and field name stands in double quotes.',
);
export const bodyWrongShape = defineError(
  'ING_BODY_WRONG_SHAPE',
  'invalid',
  '{field} must be {expected}.',
  'Compare the message with the example in the documentation of this door.',
);
export const batchTooLong = defineError(
  'ING_BATCH_TOO_LONG',
  'invalid',
  'The message holds {count} readings; at most {most} are taken at once.',
  'Send them in several messages. Nothing of this one was stored.',
);
export const foreignFormat = defineError(
  'ING_FOREIGN_FORMAT',
  'invalid',
  'This looks like a message of {format}.',
  'Send the events of {wanted}, or use another door.',
);
export const unavailable = defineError(
  'ING_UNAVAILABLE',
  'unavailable',
  'The readings could not be committed at the moment.',
  'Nothing is acknowledged. Send the message again in a few seconds: a resend is stored once.',
);

export const topicWrong = defineError(
  'ING_TOPIC_WRONG',
  'invalid',
  'The topic does not name a device.',
  'Publish to up/<identifier of the device>.',
);

// Messages
export const deviceMissing = defineError(
  'ING_DEVICE_MISSING',
  'invalid',
  '{field} does not name the device.',
  'Give the identifier under which the device is registered, as text.',
);
export const timeUnreadable = defineError(
  'ING_TIME_UNREADABLE',
  'invalid',
  '{field} is not a time in ISO 8601.',
  'Write it as 2026-05-01T12:00:00Z or 2026-05-01T13:00:00+01:00.',
);
export const timeWithoutZone = defineError(
  'ING_TIME_WITHOUT_ZONE',
  'invalid',
  '{field} has no zone, so the instant is not known.',
  'Add Z for UTC or an offset such as +01:00.',
);
export const bytesUnreadable = defineError(
  'ING_BYTES_UNREADABLE',
  'invalid',
  '{field} is not base64.',
  'Send the payload of the device in base64, as the network server does.',
);
export const tooManyFields = defineError(
  'ING_TOO_MANY_FIELDS',
  'invalid',
  'The message has more than {most} fields or nests them deeper than {depth} levels.',
  'Send fewer fields a message.',
);
export const notStorable = defineError(
  'ING_NOT_STORABLE',
  'invalid',
  'The message could not be stored as it is.',
  'Send numbers, short texts and times between 2000 and 2033. Its neighbours were stored.',
);

// Sources
export const sourceUnknown = defineError(
  'ING_SOURCE_UNKNOWN',
  'not_found',
  'There is no source {source} here.',
  'Choose one from the list of sources.',
);
export const sourceTaken = defineError(
  'ING_SOURCE_TAKEN',
  'conflict',
  'There is already a source with the short name {field}.',
  'Choose another short name.',
);
export const sourceInvalid = defineError(
  'ING_SOURCE_INVALID',
  'invalid',
  '{field} {why}.',
  'Change it and save again.',
);
export const sourceNotForFiles = defineError(
  'ING_SOURCE_NOT_FOR_FILES',
  'invalid',
  'The source {source} takes {takes} (its door is {door}), and an import needs one whose door is csv.',
  'Make one: on the page /sources/new choose files, or apply a file with sources: [{ slug: {slug}-files, name: Files of readings, door: csv, identifier_kind: {kind} }]. Then give --source {authority}/{slug}-files.',
);
export const inboxEntryUnknown = defineError(
  'ING_INBOX_ENTRY_UNKNOWN',
  'not_found',
  'No message of an unknown device with that identifier is waiting.',
  'It may have been assigned meanwhile; look at the list again.',
);

// Files
export const mappingInvalid = defineError(
  'ING_MAPPING_INVALID',
  'invalid',
  'The mapping is wrong at {field}: {why}.',
  'Compare it with the mappings in examples/mappings.',
);
export const fileUnreadable = defineError(
  'ING_FILE_UNREADABLE',
  'invalid',
  'The file cannot be read: {why}.',
  'Check the path, and that the file is text or gzip of text and what its mapping is for.',
);
export const columnMissing = defineError(
  'ING_COLUMN_MISSING',
  'invalid',
  'The file has no column {field}; it has {columns}.',
  '{near}Correct {where} of the mapping, or choose the mapping made for this kind of file. Nothing was imported.',
);
export const timeFormatOther = defineError(
  'ING_TIME_FORMAT_OTHER',
  'invalid',
  'None of the first {count} times in column {field} is written as {format}, as the mapping says. Nothing was imported.',
  'In the mapping, under time, write "format: {found}" in place of "format: {format}"{mind}.',
);
export const rowTimeUnreadable = defineError(
  'ING_ROW_TIME_UNREADABLE',
  'invalid',
  '{field} holds no time written as {format}{zone}.',
  'Correct the row and import the file again: what stands is not stored twice. An hour that clocks leave out is no time.',
);
export const rowTooShort = defineError(
  'ING_ROW_TOO_SHORT',
  'invalid',
  'The row has fewer columns than the header, or cannot be read at all.',
  'Correct the row and import the file again: what stands is not stored twice.',
);
