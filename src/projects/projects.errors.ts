import { defineError } from '../base/index.ts';

export const projectUnknown = defineError(
  'PRJ_PROJECT_UNKNOWN',
  'not_found',
  'There is no project {project}.',
  'Check the address, or find the project in the list at /projects.',
);
export const titleMissing = defineError(
  'PRJ_TITLE_MISSING',
  'invalid',
  'The project has no title.',
  'Give it a short name that a resident would understand.',
);
export const slugMalformed = defineError(
  'PRJ_SLUG_MALFORMED',
  'invalid',
  'A project cannot have the address "{slug}".',
  'Use up to 63 lower-case letters, digits and hyphens, beginning with a letter or digit.',
);
export const slugTaken = defineError(
  'PRJ_SLUG_TAKEN',
  'conflict',
  'This authority already has a project at "{slug}".',
  'Choose another address for the new project, or open the one that is there.',
);
export const stageUnknown = defineError(
  'PRJ_STAGE_UNKNOWN',
  'invalid',
  'There is no stage "{stage}".',
  'Use one of: direct, discover, define, develop, deliver, live, evaluated, closed.',
);
export const stageNotCleared = defineError(
  'PRJ_STAGE_NOT_CLEARED',
  'conflict',
  'The project cannot be at the stage "{stage}" yet. It needs: {missing}.',
  'Have that cleared first, on the page “Clearances” of the project.',
);
export const rulingInvalid = defineError(
  'PRJ_RULING_INVALID',
  'invalid',
  '{why}',
  'Mend {field} and send it again; reason and end are public.',
);
export const nothingToRule = defineError(
  'PRJ_NOTHING_TO_RULE',
  'conflict',
  'There is nothing to decide here: {why}.',
  'Reload the page to see how the project stands now.',
);
export const policyInvalid = defineError(
  'PRJ_POLICY_INVALID',
  'invalid',
  'These requirements cannot stand: {why}.',
  'Mend {field} and save them again.',
);
export const partUnknown = defineError(
  'PRJ_PART_UNKNOWN',
  'invalid',
  'There is no part "{part}" in a project.',
  'Use one of: lead, officer, asset owner, adviser.',
);
export const personNotOfAuthority = defineError(
  'PRJ_PERSON_NOT_OF_AUTHORITY',
  'invalid',
  'That person holds no role in this authority.',
  'Ask an administrator to add them under People first.',
);
export const answersMalformed = defineError(
  'PRJ_ANSWERS_MALFORMED',
  'invalid',
  'The answer to "{field}" cannot be read: {why}.',
  'Give one of the answers the question offers, as text of at most 2,000 characters.',
);
export const outcomeIncomplete = defineError(
  'PRJ_OUTCOME_INCOMPLETE',
  'invalid',
  'The outcome record is not complete: {missing}.',
  'Answer every question of the four steps, then record it.',
);
export const outcomeNothingToRecord = defineError(
  'PRJ_OUTCOME_NO_DRAFT',
  'conflict',
  'There is no draft outcome to record.',
  'Change an answer first; what is recorded already stays as it is.',
);
export const reasonMissing = defineError(
  'PRJ_REASON_MISSING',
  'invalid',
  'Going against the verdict needs a reason.',
  'Say in a few sentences why; the reason is published with the project.',
);
export const verdictUnknown = defineError(
  'PRJ_VERDICT_UNKNOWN',
  'invalid',
  'There is no verdict "{verdict}".',
  'Use one of the four verdicts.',
);
export const approvalOwnWork = defineError(
  'PRJ_APPROVAL_OWN_WORK',
  'forbidden',
  'Nobody approves their own work: you submitted this {subject}.',
  'Ask another person whose role allows it to decide.',
);
export const approvalNeedsPerson = defineError(
  'PRJ_APPROVAL_NEEDS_PERSON',
  'forbidden',
  'Only a named person can approve or reject a {subject}.',
  'Sign in as a person, or use a person’s own key.',
);
export const approvalRoleNotHeld = defineError(
  'PRJ_APPROVAL_ROLE_NOT_HELD',
  'forbidden',
  'The role "{role}" is not yours here, or does not allow you to decide on a {subject}.',
  'Decide in a role you hold that allows it.',
);
export const rejectionReasonMissing = defineError(
  'PRJ_REJECTION_REASON_MISSING',
  'invalid',
  'A rejection needs a reason.',
  'Say what has to change before it can be approved.',
);
export const clearanceKindUnknown = defineError(
  'PRJ_CLEARANCE_KIND_UNKNOWN',
  'invalid',
  'There is no clearance of the kind "{kind}".',
  'Use one of: screening, dpia, equality, ethics, security, supplier, evaluation.',
);
export const clearanceRoleNotHeld = defineError(
  'PRJ_CLEARANCE_ROLE_NOT_HELD',
  'forbidden',
  'This clearance ({kind}) is granted by: {roles}.',
  'Ask somebody who holds that role here, or an administrator to change who may grant it.',
);
export const clearanceOwnWork = defineError(
  'PRJ_CLEARANCE_OWN_WORK',
  'forbidden',
  'Nobody clears their own work: you wrote or submitted this project’s declaration.',
  'Ask another person whose role allows it.',
);
export const clearanceReasonMissing = defineError(
  'PRJ_CLEARANCE_REASON_MISSING',
  'invalid',
  'Taking a clearance back needs a reason.',
  'Say in a sentence why; the public reads it where readings stop because of it.',
);
export const clearanceValidityPast = defineError(
  'PRJ_CLEARANCE_VALIDITY_PAST',
  'invalid',
  'A clearance cannot end before it begins.',
  'Give a day that is still to come, or none.',
);
export const documentIncomplete = defineError(
  'PRJ_DOCUMENT_INCOMPLETE',
  'invalid',
  'A document that clears something is named so that others find it: {why}.',
  'Mend {field} and record it again.',
);
