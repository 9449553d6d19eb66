import { defineError } from './errors.ts';

export const settingUnknown = defineError(
  'BASE_SETTING_UNKNOWN',
  'invalid',
  'There is no setting {field}.',
  'Did you mean {suggestion}? `./lamppost config` lists every setting.',
);
export const settingInvalid = defineError(
  'BASE_SETTING_INVALID',
  'invalid',
  'The setting {field} cannot be {value}: {why}.',
  'Change or unset {field}; `./lamppost config` shows what it may be.',
);
export const dataNewer = defineError(
  'BASE_DATA_NEWER',
  'conflict',
  'These data were written by a newer Lamppost: migration {migration} is not known to this version ({version}).',
  'Start the newer version again, or restore a backup made before the upgrade. Nothing was changed.',
);
export const migrationChanged = defineError(
  'BASE_MIGRATION_CHANGED',
  'broken',
  'Migration {migration} was changed after it had been applied to these data.',
  'Restore the file as it was and put the change into a new migration.',
);
export const databaseAway = defineError(
  'BASE_DATABASE_AWAY',
  'unavailable',
  'The database does not answer at the moment.',
  'Nothing was lost or stored. Try again in a few seconds.',
);
export const requestUnreadable = defineError(
  'BASE_REQUEST_UNREADABLE',
  'invalid',
  '{field} cannot be read: {why}.',
  'Send texts without control character zero, and forms as names with texts.',
);
export const valueRefused = defineError(
  'BASE_VALUE_REFUSED',
  'invalid',
  'A value in the request is not one that can be looked up or stored.',
  'Check numbers, days and texts in it. If all of them are right, report it with the id of this answer.',
);
export const changedMeanwhile = defineError(
  'BASE_CHANGED_MEANWHILE',
  'conflict',
  'Somebody else changed the same thing at the same moment.',
  'Nothing was changed by you. Load the page again and look before you repeat it.',
);
export const unitUnknown = defineError(
  'BASE_UNIT_UNKNOWN',
  'invalid',
  '{field} is not a UCUM unit: {unit}.',
  'Use a UCUM code, such as {suggestion}; see ucum.org.',
);
export const unitNeedsMolarMass = defineError(
  'BASE_UNIT_NEEDS_MOLAR_MASS',
  'invalid',
  'A gas in {from} cannot be turned into {to} without its molar mass.',
  'Choose an observed property whose molar mass the vocabulary holds, or send the value in {to}.',
);
export const unitIncompatible = defineError(
  'BASE_UNIT_INCOMPATIBLE',
  'invalid',
  'A value in {from} cannot be converted to {to}.',
  'Choose a unit of the same quantity, or another observed property.',
);
