import { defineError } from '../base/index.ts';

export const optionInvalid = defineError(
  'CLI_OPTION_INVALID',
  'invalid',
  '{why}',
  './lamppost {command} --help shows what this command takes.',
);
export const whoMissing = defineError(
  'CLI_WHO_MISSING',
  'unauthenticated',
  'It is not said who does this.',
  'Add --as EMAIL, or --key KEY with a key of your own (--key - reads it from standard input).',
);
export const whoUnknown = defineError(
  'CLI_WHO_UNKNOWN',
  'not_found',
  'Nobody here has the address {email}.',
  './lamppost member list shows who there is.',
);
export const keyOfNobody = defineError(
  'CLI_KEY_OF_NOBODY',
  'unauthenticated',
  'This is not the key of a person that still works.',
  'A person makes a key of their own on the page /keys; keys of sources and analysts do not act for anybody.',
);
export const keyNeeded = defineError(
  'CLI_KEY_NEEDED',
  'unauthenticated',
  'A decision needs the own key of the person who decides.',
  'Add --key KEY (--key - reads it from standard input). A person makes a key on the page /keys.',
);
export const nothingWaits = defineError(
  'CLI_NOTHING_WAITS',
  'not_found',
  'No declaration of {project} waits for approval.',
  'The history on its page says what became of each version; submit one first.',
);
export const fileMissing = defineError(
  'CLI_FILE_MISSING',
  'not_found',
  'The file {path} cannot be read: {why}.',
  'Check the path; it counts from the folder you are in.',
);
export const fileNotYaml = defineError(
  'CLI_FILE_NOT_YAML',
  'invalid',
  '{file} is not YAML; nothing was changed.\n{problems}',
  'Mend the lines above and apply it again.',
);
export const fileInvalid = defineError(
  'CLI_FILE_INVALID',
  'invalid',
  '{file} cannot be applied; nothing was changed.\n{problems}',
  'Mend the lines above and apply it again. docs/apply.md describes every field.',
);
export const fileRefused = defineError(
  'CLI_FILE_REFUSED',
  'invalid',
  '{file} cannot be applied; nothing was changed.\n{problem}',
  '{remedy}',
);
export const demoFolderInUse = defineError(
  'CLI_DEMO_FOLDER_IN_USE',
  'conflict',
  'This data folder holds something else than the demo.',
  'Name another with LAMPPOST_DATA, or leave it out: the demo uses ./data-demo.',
);
export const sourceNowhere = defineError(
  'CLI_SOURCE_NOWHERE',
  'not_found',
  'There is no source {source}.',
  './lamppost verify lists every source; apply a file or the page /sources makes one.',
);
