export { addProjectPerson, removeProjectPerson, renameProject, setStage } from './change-project.ts';
export {
  type Clearance,
  listClearances,
  listToClear,
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
export {
  ALL_CONDITIONS,
  CLEARING_ROLES,
  CONDITIONS,
  type Condition,
  GATES,
  type Gate,
  type Policy,
  type Requirement,
} from './policy.ts';
export type { ListedProject } from './project.store.ts';
export { isSlug, PARTS, type Project, STAGE_SAYS, STAGES, type Stage, slugOf } from './project.ts';
export { listProjectPeople } from './project-people.store.ts';
export { projectUnknown } from './projects.errors.ts';
export { notePromise, type PromiseFacts } from './promise.ts';
export { type ApprovalInput, recordApproval } from './record-approval.ts';
export { type ClearingDocument, recordDocument, withdrawClearance } from './record-clearance.ts';
export {
  chooseVerdict,
  discardOutcomeDraft,
  findOutcome,
  type OutcomeRecord,
  recordOutcome,
  saveOutcome,
} from './record-outcome.ts';
export { declareEmergency, endEmergencies, LONGEST_EMERGENCY_DAYS, ruleOnContinuity } from './rule.ts';
export { type Emergency, findEmergency, listRulings, type Ruling } from './ruling.store.ts';
export { findPolicy, type StandingPolicy, savePolicy } from './save-policy.ts';
export { findStanding, type Standing, tellStandings } from './standing.ts';
export {
  changeUnfinishedForm,
  findUnfinishedForm,
  forgetUnfinishedForm,
} from './unfinished-form.ts';
export { VERDICT_SAYS, VERDICTS, type Verdict, verdictOf } from './verdict.ts';
export { checkWording, sayNotes, type WordingNote } from './wording.ts';
