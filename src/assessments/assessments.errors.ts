import { defineError } from '../base/index.ts';

export const frameworkInvalid = defineError(
  'ASM_FRAMEWORK_INVALID',
  'invalid',
  'The framework file {file} cannot be used: {problems}.',
  'Mend the places named; docs/frameworks.md describes the format.',
);
export const frameworkUnknown = defineError(
  'ASM_FRAMEWORK_UNKNOWN',
  'not_found',
  'There is no framework {code} here.',
  'Choose one from the list of assessments, or import it first.',
);
export const frameworkShipped = defineError(
  'ASM_FRAMEWORK_SHIPPED',
  'conflict',
  'The framework {code} comes with Lamppost and cannot be replaced by an imported one.',
  'Give yours a short name of its own.',
);
export const editionTaken = defineError(
  'ASM_EDITION_TAKEN',
  'conflict',
  'Edition {edition} of {code} is here already and says something else.',
  'Give the changed file an edition of its own, so that what was answered stays readable.',
);
export const assessmentUnknown = defineError(
  'ASM_ASSESSMENT_UNKNOWN',
  'not_found',
  'There is no such assessment: {assessment}.',
  'Check the address, or start it from the project’s list of assessments.',
);
export const questionUnknown = defineError(
  'ASM_QUESTION_UNKNOWN',
  'not_found',
  'The framework asks no question {question}.',
  'Go back to the assessment and choose a question there.',
);

export const notInState = defineError(
  'ASM_NOT_IN_STATE',
  'conflict',
  'Version {version} is {state}, so it cannot be {wanted}.',
  'Look at the assessment again; somebody may have moved it on.',
);
export const alreadyOpen = defineError(
  'ASM_ALREADY_OPEN',
  'conflict',
  'Version {version} is open already.',
  'Go on with that version.',
);
export const incomplete = defineError(
  'ASM_INCOMPLETE',
  'invalid',
  'Answers are missing: {missing}.',
  'Answer them, then submit again.',
);
export const ownWork = defineError(
  'ASM_OWN_WORK',
  'forbidden',
  'Author, evaluator and validator are different people: you are the {part} of this version already.',
  'Ask another person whose role allows it.',
);
export const needsPerson = defineError(
  'ASM_NEEDS_PERSON',
  'forbidden',
  'Only a named person can write, evaluate or validate an assessment.',
  'Sign in as a person.',
);
export const roleNotAsked = defineError(
  'ASM_ROLE_NOT_ASKED',
  'forbidden',
  'This framework is {act} by {roles}, and you hold none of these roles here.',
  'Ask somebody who does.',
);
export const reasonMissing = defineError(
  'ASM_REASON_MISSING',
  'invalid',
  'A reason is missing.',
  'Say why in a sentence or two; it is kept with the assessment.',
);
export const adviceMissing = defineError(
  'ASM_ADVICE_MISSING',
  'conflict',
  'The data protection officer has not advised on this version yet.',
  'Ask for their advice; it can be accepted only afterwards.',
);
export const adviceUnanswered = defineError(
  'ASM_ADVICE_UNANSWERED',
  'conflict',
  'The advice on this version has no answer yet.',
  'Say whether it is followed or overruled, and why.',
);
export const adviceUnknown = defineError(
  'ASM_ADVICE_UNKNOWN',
  'not_found',
  'There is no such advice here.',
  'Look at the assessment again.',
);
export const resultRefused = defineError(
  'ASM_RESULT_REFUSED',
  'conflict',
  'With this result it cannot be accepted: {result}.',
  'Send it back, so that its authors change what stands in the way.',
);
export const toCorrectOpen = defineError(
  'ASM_TO_CORRECT_OPEN',
  'conflict',
  'Answers are marked to be corrected: {questions}.',
  'Send it back to its authors, or mark them as fine.',
);
export const nothingToCorrect = defineError(
  'ASM_NOTHING_TO_CORRECT',
  'invalid',
  'Nothing says what has to be corrected.',
  'Mark at least one answer to be corrected, or write what is missing.',
);
export const notEvaluated = defineError(
  'ASM_NOT_EVALUATED',
  'conflict',
  'Nobody has evaluated this version yet.',
  'Somebody other than its authors evaluates it before it is accepted.',
);
export const actionInvalid = defineError('ASM_ACTION_INVALID', 'invalid', '{problem}.', 'Nothing else was lost.');
export const actionUnknown = defineError(
  'ASM_ACTION_UNKNOWN',
  'not_found',
  'There is no such action here.',
  'Look at the action plan again.',
);
export const reviewDateInvalid = defineError(
  'ASM_REVIEW_DATE_INVALID',
  'invalid',
  'The review date must be after today and by {latest}.',
  'Write a day on which people look at it again.',
);
export const importInvalid = defineError(
  'ASM_IMPORT_INVALID',
  'invalid',
  'The file cannot be imported: {problems}.',
  'Export one from Lamppost and see how it is made.',
);
export const guestNameMissing = defineError(
  'ASM_GUEST_NAME_MISSING',
  'invalid',
  'The name of who is invited is missing.',
  'Write the name of the supplier or the board.',
);
export const guestLinkUnusable = defineError(
  'ASM_GUEST_LINK_UNUSABLE',
  'not_found',
  'This link leads nowhere: it is over, was taken back, or was never made.',
  'Ask the authority that sent it for a new one.',
);
export const nothingToAnswer = defineError(
  'ASM_NOTHING_TO_ANSWER',
  'not_found',
  'Nothing waits for your answers: the questions are not open, or are being reviewed.',
  'Ask the authority that sent you the link.',
);
export const adviceEmpty = defineError('ASM_ADVICE_EMPTY', 'invalid', 'The advice is empty.', 'Write what you advise.');
export const attachmentRefused = defineError(
  'ASM_ATTACHMENT_REFUSED',
  'invalid',
  '{problem}.',
  'Papers are PDF, pictures, office documents or plain texts of at most 4 MB.',
);
export const tooManyAttachments = defineError(
  'ASM_TOO_MANY_ATTACHMENTS',
  'conflict',
  'The assessment has as many papers as it can have.',
  'Take one away first.',
);
export const attachmentUnknown = defineError(
  'ASM_ATTACHMENT_UNKNOWN',
  'not_found',
  'There is no such paper here.',
  'Go back to the papers of the assessment.',
);
export const attachmentMissing = defineError(
  'ASM_ATTACHMENT_MISSING',
  'broken',
  'The paper {name} is not in the data folder, or is not what was stored.',
  'Bring the folder attachments back from a backup of the data folder.',
);
