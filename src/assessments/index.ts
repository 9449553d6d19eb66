export { acceptAssessment } from './accept-assessment.ts';
export type { Advice, AdviceKind } from './advice.store.ts';
export type { AnswerOrigin, StoredAnswer } from './answer.store.ts';
export { type Answers, type AnswerValue, columnsOf, type Row, readAnswer, YES_NO } from './answers.ts';
export type { AssessmentState, AssessmentVersion } from './assessment.store.ts';
export { assessmentUnknown } from './assessments.errors.ts';
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
export { startAssessment } from './start-assessment.ts';
export { submitAssessment } from './submit-assessment.ts';
export type { Withheld } from './withheld.store.ts';
