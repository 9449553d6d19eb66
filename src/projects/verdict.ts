/**
 * The four verdicts of the outcome-based method, computed from the answers and always explained. Pure: the same
 * answers give the same verdict. Asked in order: is knowing the obstacle? would existing data do? does it take sensors?
 */
import type { Existing, HowOften, InsightForm, NewData, Obstacle, OutcomeAnswers, Personal } from './outcome.ts';

export const VERDICTS = [
  'not_an_information_problem',
  'existing_data_is_enough',
  'ordinary_data_project',
  'smart_city_project',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The answers that decide. `new_data` is asked only where existing data is not enough. */
export interface DecidingAnswers {
  obstacle: Obstacle;
  forms: readonly InsightForm[];
  predictive: 'no' | 'yes';
  how_often: HowOften;
  existing: Existing;
  new_data?: NewData | undefined;
  personal: Personal;
}

export interface Ruling {
  readonly verdict: Verdict;
  /** Why, one sentence each; never empty. */
  readonly because: readonly string[];
  /** What to mind whatever is decided; may be empty. */
  readonly mind: readonly string[];
}

/** What a verdict means and what to do next. */
export const VERDICT_SAYS: Record<Verdict, { title: string; means: string; next: string }> = {
  not_an_information_problem: {
    title: 'This is not an information problem',
    means: 'Knowing more would not change what happens.',
    next: 'Work on what stands in the way (people, money, powers, a process) and come back if knowing becomes the gap.',
  },
  existing_data_is_enough: {
    title: 'Existing data is enough',
    means: 'What is needed can be known from data that is already there.',
    next: 'Bring that data to the people who act. No devices are needed.',
  },
  ordinary_data_project: {
    title: 'This is an ordinary data project',
    means: 'Some data is missing, and it can be had without standing sensors.',
    next: 'Plan it as a data project: agree access, bring the data together, and try the result with the people who act.',
  },
  smart_city_project: {
    title: 'This is a smart-city project',
    means: 'People need to know something that only measuring, again and again, can tell them.',
    next: 'Declare what will be measured, why and for how long, and have it approved before any device reports.',
  },
};

/** The verdict on these answers. Total: every combination of answers gets exactly one, with at least one reason. */
export function rule(answers: DecidingAnswers): Ruling {
  const { verdict, because } = decide(answers);
  return { verdict, because: [...knowing(answers), ...because], mind: toMind(answers, verdict) };
}

/** The verdict on an outcome record; undefined while an answer that decides is missing. */
export function verdictOf(answers: OutcomeAnswers): Ruling | undefined {
  const { obstacle } = answers.action ?? {};
  const { forms, predictive, how_often } = answers.insight ?? {};
  const { existing, new_data, personal } = answers.data ?? {};
  if (!obstacle || !forms?.length || !predictive || !how_often || !existing || !personal) return undefined;
  if (existing !== 'enough' && !new_data) return undefined;
  return rule({ obstacle, forms, predictive, how_often, existing, new_data, personal });
}

function decide({ obstacle, existing, new_data, how_often }: DecidingAnswers): { verdict: Verdict; because: string[] } {
  if (obstacle === 'something_else') return { verdict: 'not_an_information_problem', because: [] };
  if (existing === 'enough') {
    return {
      verdict: 'existing_data_is_enough',
      because: ['You looked at the data that is already there and found that it would do.'],
    };
  }
  const gap =
    existing === 'none_found'
      ? 'You found no existing data about this.'
      : 'You looked at existing data and said why it is not enough.';
  if (new_data === 'sensors' && how_often !== 'once') {
    const measured = 'The missing data can only come from measuring with sensors.';
    return { verdict: 'smart_city_project', because: [gap, measured, NEEDED[how_often]] };
  }
  return { verdict: 'ordinary_data_project', because: [gap, WITHOUT_SENSORS[new_data ?? 'join']] };
}

function knowing({ obstacle }: DecidingAnswers): string[] {
  if (obstacle === 'something_else') {
    return ['The people who would act know enough already: what they lack is something other than information.'];
  }
  if (obstacle === 'both') return ['Not knowing is part of what stops people from acting today.'];
  return ['Not knowing is what stops people from acting today.'];
}

const NEEDED: Record<HowOften, string> = {
  once: 'The answer is needed once.',
  yearly: 'The answer is needed again every year.',
  monthly: 'The answer is needed every month.',
  weekly: 'The answer is needed every week.',
  daily: 'The answer is needed every day.',
  hourly: 'The answer is needed every hour.',
  at_once: 'The answer is needed the moment something happens.',
};

const WITHOUT_SENSORS: Record<NewData, string> = {
  join: 'The missing part can come from bringing together data you already hold.',
  ask_others: 'The missing part can come from data that another organisation holds.',
  survey: 'The missing part can come from asking, counting or visiting.',
  sensors: 'The answer is needed once: a survey, or equipment hired for a while, does that without standing sensors.',
};

function toMind({ obstacle, forms, predictive, how_often, personal }: DecidingAnswers, verdict: Verdict): string[] {
  const mind: string[] = [];
  if (obstacle === 'both') {
    mind.push('Information alone will not be enough: plan the people, money or process that are missing as well.');
  }
  if (personal !== 'no') {
    mind.push('The data could be about people: speak with information governance before collecting or matching any.');
  }
  if (predictive === 'yes') {
    mind.push('It looks ahead: say how a prediction is checked, and who decides when it is wrong.');
  }
  if (forms.includes('machine_message')) {
    mind.push('A machine would act on it: say what limits it has and who can stop it.');
  }
  const quick = forms.some((form) => form === 'alert' || form === 'machine_message');
  if (quick && !['hourly', 'at_once'].includes(how_often)) {
    mind.push('An alert or a message to a machine is for things that change quickly; a list may serve you better.');
  }
  if (verdict === 'smart_city_project' && ['yearly', 'monthly'].includes(how_often)) {
    mind.push('At this pace, equipment that moves from place to place may do with fewer devices.');
  }
  return mind;
}
