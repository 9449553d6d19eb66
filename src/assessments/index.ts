export { acceptAssessment } from './accept-assessment.ts';
export { listActions, type PlannedAction } from './action.store.ts';
export type { Advice, AdviceKind } from './advice.store.ts';
export type { AnswerOrigin, StoredAnswer } from './answer.store.ts';
export { type Answers, type AnswerValue, columnsOf, type Row, readAnswer, YES_NO } from './answers.ts';
export type { AssessmentState, AssessmentVersion } from './assessment.store.ts';
export { assessmentFile } from './assessment-file.ts';
export { assessmentUnknown } from './assessments.errors.ts';
export { type Attachment, attachFile, listAttachments, readAttachment, removeAttachment } from './attach-file.ts';
export { ATTACHMENT_ENDINGS } from './attachment-type.ts';
export { type AnswerDifference, answerDifferences } from './differences.ts';
export { lapseAssessments, withdrawAssessment } from './end-assessment.ts';
export { askedIn, type Judgement, judge, type Missing, pagesOf } from './engine.ts';
export { listFrameworks, type OfferedFramework, requireFramework } from './find-frameworks.ts';
export { followFacts } from './follow-facts.ts';
export {
  type Framework,
  provenanceOf,
  type Question,
  questionsOf,
  type RowColumn,
  type Section,
} from './framework.ts';
export { answerAdvice, giveAdvice } from './give-advice.ts';
export type { Guest, GuestKind } from './guest.store.ts';
export { adviseAsBoard, boardPapers, saveSupplierAnswers, supplierQuestions } from './guest-work.ts';
export { importAssessment } from './import-assessment.ts';
export { importFramework } from './import-framework.ts';
export { inviteGuest, listGuests, requireGuest, revokeGuest } from './invite-guest.ts';
export { finishAction, planAction } from './plan-action.ts';
export {
  listAssessments,
  listPublishedAssessments,
  type ReadAssessment,
  readAssessment,
  readPublishedAssessment,
  type StaleAnswer,
} from './read-assessment.ts';
export { STATE_WORDS as ASSESSMENT_STATE_WORDS } from './require-version.ts';
export type { Comment, QuestionReview, ReviewState } from './review.store.ts';
export { passOn, reviewQuestions, sendBack } from './review-assessment.ts';
export { latestReview } from './review-date.ts';
export { levelOf, levelsOfRow, riskMap } from './risk.ts';
export { type AnswerChange, type Conflict, type Saved, saveAnswers } from './save-answers.ts';
export { nameOfRow, optionText, sayAnswer, YES_NO_WORDS } from './say-answer.ts';
export { startAssessment } from './start-assessment.ts';
export { submitAssessment } from './submit-assessment.ts';
export type { Withheld } from './withheld.store.ts';
export { showAnswer, withholdAnswer } from './withhold-answer.ts';
