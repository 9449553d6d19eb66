/**
 * The outcome record: outcome, action, insight, data. Its answers are stored as they are typed here, shown in public,
 * and the verdict is computed from them (verdict.ts). A draft may have gaps; `missingAnswers` names them.
 */
import { checkWording } from './wording.ts';

export const OBSTACLES = ['not_knowing', 'both', 'something_else'] as const;
export const INSIGHT_FORMS = ['map', 'heat_map', 'prioritised_list', 'dashboard', 'alert', 'machine_message'] as const;
export const PREDICTIVE = ['no', 'yes'] as const;
export const HOW_OFTEN = ['once', 'yearly', 'monthly', 'weekly', 'daily', 'hourly', 'at_once'] as const;
export const EXISTING = ['enough', 'not_enough', 'none_found'] as const;
export const NEW_DATA = ['join', 'ask_others', 'survey', 'sensors'] as const;
export const PERSONAL = ['no', 'perhaps', 'yes'] as const;

export type Obstacle = (typeof OBSTACLES)[number];
export type InsightForm = (typeof INSIGHT_FORMS)[number];
export type HowOften = (typeof HOW_OFTEN)[number];
export type Existing = (typeof EXISTING)[number];
export type NewData = (typeof NEW_DATA)[number];
export type Personal = (typeof PERSONAL)[number];

export interface OutcomeAnswers {
  outcome?: {
    /** Who is better off, in what way. */
    statement?: string;
    /** Why a statement that the wording check caught stays as it is; published. */
    kept_because?: string;
  };
  action?: {
    /** IF who-or-which-system … */
    if_who?: string;
    /** … HAD this information … */
    had_what?: string;
    /** … THEN they could do this. */
    then_what?: string;
    who_acts?: string;
    /** What stops them today. */
    obstacle?: Obstacle;
  };
  insight?: { forms?: InsightForm[]; predictive?: 'no' | 'yes'; how_often?: HowOften };
  data?: {
    /** Which existing data was looked at. */
    looked_at?: string;
    existing?: Existing;
    why_not_enough?: string;
    new_data?: NewData;
    personal?: Personal;
  };
}

export type OutcomeStep = keyof OutcomeAnswers;

/** A question of the record: where its answer stands, and what it is called in messages and lists. */
export interface OutcomeQuestion {
  readonly step: OutcomeStep;
  readonly field: string;
  readonly name: string;
  readonly answers?: readonly string[];
  readonly many?: boolean;
  /** Whether the question is asked, given the other answers. */
  readonly asked?: (answers: OutcomeAnswers) => boolean;
}

const shortOfData = (answers: OutcomeAnswers) => answers.data?.existing !== 'enough';
const caught = (answers: OutcomeAnswers) => checkWording(answers.outcome?.statement ?? '').length > 0;

/** Every question, in the order asked. */
export const OUTCOME_QUESTIONS: readonly OutcomeQuestion[] = [
  { step: 'outcome', field: 'statement', name: 'who will be better off, and in what way' },
  { step: 'outcome', field: 'kept_because', name: 'why the wording of the outcome stays as it is', asked: caught },
  { step: 'action', field: 'if_who', name: 'who would act (IF)' },
  { step: 'action', field: 'had_what', name: 'what they would need to know (HAD)' },
  { step: 'action', field: 'then_what', name: 'what they could then do (THEN)' },
  { step: 'action', field: 'who_acts', name: 'who is answerable for acting' },
  { step: 'action', field: 'obstacle', name: 'what stops them today', answers: OBSTACLES },
  { step: 'insight', field: 'forms', name: 'in which form they need it', answers: INSIGHT_FORMS, many: true },
  { step: 'insight', field: 'predictive', name: 'whether it looks ahead', answers: PREDICTIVE },
  { step: 'insight', field: 'how_often', name: 'how often they need it', answers: HOW_OFTEN },
  { step: 'data', field: 'looked_at', name: 'which existing data was looked at' },
  { step: 'data', field: 'existing', name: 'whether existing data is enough', answers: EXISTING },
  { step: 'data', field: 'why_not_enough', name: 'why existing data is not enough', asked: shortOfData },
  {
    step: 'data',
    field: 'new_data',
    name: 'where the missing data would come from',
    answers: NEW_DATA,
    asked: shortOfData,
  },
  { step: 'data', field: 'personal', name: 'whether the data could be about people', answers: PERSONAL },
];

/** The answer to a question; undefined when it is not given, or blank. */
export function answerTo(answers: OutcomeAnswers, question: OutcomeQuestion): string | string[] | undefined {
  const step = answers[question.step] as Record<string, string | string[] | undefined> | undefined;
  const answer = step?.[question.field];
  return answer === undefined || answer.length === 0 ? undefined : answer;
}

/** The questions that are asked and not answered yet. Empty means the record can be made. */
export function missingAnswers(answers: OutcomeAnswers): OutcomeQuestion[] {
  return OUTCOME_QUESTIONS.filter(
    (question) => (question.asked?.(answers) ?? true) && answerTo(answers, question) === undefined,
  );
}
