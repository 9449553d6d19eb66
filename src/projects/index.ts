export { addProjectPerson, removeProjectPerson, renameProject, setStage } from './change-project.ts';
export {
  type Clearance,
  listClearances,
  type MissingRequirement,
  missingRequirements,
} from './clearance.store.ts';
export {
  ALL_CLEARANCE_KINDS,
  type Cause,
  CLEARANCE_KINDS,
  type ClearanceEvidence,
  type ClearanceKind,
  isClearanceKind,
  TRAITS,
  type Trait,
} from './clearance.ts';
export { createProject } from './create-project.ts';
export {
  findProject,
  listProjects,
  requireProject,
  requireProjectById,
} from './find-project.ts';
export { grantClearance, mayClear, revokeClearance, sayRoles } from './grant-clearance.ts';
export type { OutcomeVersion } from './outcome.store.ts';
export {
  missingAnswers,
  OUTCOME_QUESTIONS,
  type OutcomeAnswers,
  type OutcomeQuestion,
  type OutcomeStep,
} from './outcome.ts';
export { parseAnswers } from './outcome-answers.ts';
export type { ListedProject } from './project.store.ts';
export { isSlug, PARTS, type Project, STAGE_SAYS, STAGES, type Stage, slugOf } from './project.ts';
export { listProjectPeople } from './project-people.store.ts';
export { projectUnknown } from './projects.errors.ts';
export { notePromise, type PromiseFacts } from './promise.ts';
export { type ApprovalInput, recordApproval } from './record-approval.ts';
export {
  chooseVerdict,
  discardOutcomeDraft,
  findOutcome,
  type OutcomeRecord,
  recordOutcome,
  saveOutcome,
} from './record-outcome.ts';
export {
  changeUnfinishedForm,
  findUnfinishedForm,
  forgetUnfinishedForm,
} from './unfinished-form.ts';
export { VERDICT_SAYS, VERDICTS, type Verdict, verdictOf } from './verdict.ts';
export { checkWording, sayNotes, type WordingNote } from './wording.ts';
