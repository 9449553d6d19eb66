export { addProjectPerson, removeProjectPerson, renameProject, setStage } from './change-project.ts';
export { createProject, type NewProjectInput } from './create-project.ts';
export {
  countByStage,
  findProject,
  listProjects,
  type ProjectFilter,
  requireProject,
  requireProjectById,
} from './find-project.ts';
export type { OutcomeVersion } from './outcome.store.ts';
export {
  answerTo,
  EXISTING,
  HOW_OFTEN,
  INSIGHT_FORMS,
  missingAnswers,
  NEW_DATA,
  OBSTACLES,
  OUTCOME_QUESTIONS,
  type OutcomeAnswers,
  type OutcomeQuestion,
  type OutcomeStep,
  PERSONAL,
  PREDICTIVE,
} from './outcome.ts';
export { parseAnswers } from './outcome-answers.ts';
export type { ListedProject } from './project.store.ts';
export { isSlug, isStage, PARTS, type Part, type Project, STAGE_SAYS, STAGES, type Stage, slugOf } from './project.ts';
export { listProjectPeople, type ProjectPerson } from './project-people.store.ts';
export { projectUnknown } from './projects.errors.ts';
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
  type UnfinishedForm,
} from './unfinished-form.ts';
export { type Ruling, rule, VERDICT_SAYS, VERDICTS, type Verdict, verdictOf } from './verdict.ts';
export { checkWording, sayNotes, type WordingNote } from './wording.ts';
