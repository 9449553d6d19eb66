import { defineError } from '../base/index.ts';

export const declarationInvalid = defineError(
  'REG_DECLARATION_INVALID',
  'invalid',
  'The declaration cannot stand: {why}.',
  'Mend {field} and save it again.{more}',
);
export const declarationUnknown = defineError(
  'REG_DECLARATION_UNKNOWN',
  'not_found',
  'This project has no such version of a declaration.',
  'Open the history of the declaration and choose a version that is listed there.',
);
export const declarationMoved = defineError(
  'REG_DECLARATION_MOVED',
  'conflict',
  'Version {version} of the declaration is {state}, so it cannot be {wanted}.',
  'Reload the page to see where the declaration stands now.',
);
export const declarationNotCleared = defineError(
  'REG_DECLARATION_NOT_CLEARED',
  'conflict',
  'The declaration cannot come into force yet. It needs: {missing}.',
  'Have that cleared first, on the page “Clearances” of the project; somebody else than who wrote the declaration does it.',
);
export const notSuspended = defineError(
  'REG_NOT_SUSPENDED',
  'conflict',
  'The declaration of this project is not suspended.',
  'Reload the page to see where it stands now.',
);
export const nothingToTry = defineError(
  'REG_NOTHING_TO_TRY',
  'conflict',
  'There is no version of the declaration that is written or waits.',
  'Write one first; what is in force is counted on the page of the project.',
);
export const trialTooLong = defineError(
  'REG_TRIAL_TOO_LONG',
  'invalid',
  'A project’s trials are over 12 weeks after the first began; this one would end on {ends}, later than {latest}.',
  'Let it end on {latest} at the latest, or declare it without the trial, with all clearances.',
);
export const trialFull = defineError(
  'REG_TRIAL_FULL',
  'conflict',
  'The trial of this project has the {most} devices it may have.',
  'Retire a device first, or have a declaration approved that is no trial.',
);
export const nothingToSubmit = defineError(
  'REG_NOTHING_TO_SUBMIT',
  'conflict',
  'There is no draft of a declaration to submit.',
  'Write or change the declaration first, then submit it.',
);
export const reasonMissing = defineError(
  'REG_REASON_MISSING',
  'invalid',
  'A reason is needed.',
  'Say in a sentence why; it is kept with the decision.',
);
export const dwellingUndeclared = defineError(
  'REG_DWELLING_UNDECLARED',
  'conflict',
  'A device in a home measures people, but the declaration calls its data "none" at {stage}.',
  'Declare at least pseudonymous data at capture, on leaving the device and as stored, and have that approved first.',
);
export const propertyUnknown = defineError(
  'REG_PROPERTY_UNKNOWN',
  'invalid',
  'There is no observed property {code} in the vocabulary.',
  'Choose one of the list at /vocabulary, such as {suggestion}.',
);
export const modelUnknown = defineError(
  'REG_MODEL_UNKNOWN',
  'not_found',
  'There is no device model {model}.',
  'Check its name on the page of models, or add it.',
);
export const modelInvalid = defineError(
  'REG_MODEL_INVALID',
  'invalid',
  'The model cannot be saved: {why}.',
  'Mend {field} and save it again.',
);
export const modelVectorsFail = defineError(
  'REG_MODEL_VECTORS_FAIL',
  'invalid',
  'The codec fails its own test vectors: {failures}.',
  'Mend the codec or the vectors. The model in use was not changed.',
);
export const modelNotActive = defineError(
  'REG_MODEL_NOT_ACTIVE',
  'conflict',
  'The model {model} is not active, so no device can be of it.',
  'Activate the model first: its test vectors must pass.',
);
export const channelInUse = defineError(
  'REG_CHANNEL_IN_USE',
  'conflict',
  'Readings were taken through the channel {field}, so what it measures cannot change.',
  'Give the new quantity a channel of another field, or make a new model.',
);
export const deviceUnknown = defineError(
  'REG_DEVICE_UNKNOWN',
  'not_found',
  'There is no device {device}.',
  'Check the address, or look for it in the register.',
);
export const placeUnknown = defineError(
  'REG_PLACE_UNKNOWN',
  'not_found',
  'There is no place {place}.',
  'Check the address, or look for it in the register.',
);
export const placeInvalid = defineError(
  'REG_PLACE_INVALID',
  'invalid',
  'The place cannot be saved: {why}.',
  'Mend {field} and save it again.',
);
export const identifierInvalid = defineError(
  'REG_IDENTIFIER_INVALID',
  'invalid',
  'The identifier {value} cannot be used: {why}.',
  'Copy it from the device or from the network server, without spaces before or after it.',
);
export const identifierTaken = defineError(
  'REG_IDENTIFIER_TAKEN',
  'conflict',
  'Another device, {device}, already has the identifier {value}.',
  'Take it from that device first, or check the label.',
);
export const deviceInvalid = defineError(
  'REG_DEVICE_INVALID',
  'invalid',
  'The device cannot be saved: {why}.',
  'Mend {field} and save it again.',
);
export const deviceRetired = defineError(
  'REG_DEVICE_RETIRED',
  'conflict',
  'The device {device} is retired.',
  'Register it again under another address if it is back in use; its history stays with the old one.',
);
export const placementBackwards = defineError(
  'REG_PLACEMENT_BACKWARDS',
  'invalid',
  'The device stood at its present place since {since}, so it cannot have moved before that.',
  'Give a later date.',
);
export const sharingUnknown = defineError(
  'REG_SHARING_UNKNOWN',
  'not_found',
  'There is no such sharing agreement, or your authority has no such part in it.',
  'Look at /sharing for the agreements there are.',
);
export const sharingInvalid = defineError(
  'REG_SHARING_INVALID',
  'invalid',
  'The agreement cannot stand like this: {why}.',
  'Mend {field} and send it again.',
);
export const sharingOver = defineError(
  'REG_SHARING_OVER',
  'conflict',
  'The agreement “{title}” is over.',
  'Propose a new one.',
);
export const sharingOwnWork = defineError(
  'REG_SHARING_OWN_WORK',
  'forbidden',
  'Nobody approves what they proposed or chose themselves.',
  'Ask another approver of your authority.',
);
export const holdInvalid = defineError(
  'REG_HOLD_INVALID',
  'invalid',
  'The hold cannot stand: {why}.',
  'Mend {field} and place it again.',
);
export const holdUnknown = defineError(
  'REG_HOLD_UNKNOWN',
  'not_found',
  'There is no such hold that still stands.',
  'Reload the page; somebody may have lifted it already.',
);
