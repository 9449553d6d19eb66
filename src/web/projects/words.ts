/** How pages say what the room `projects` stores as codes. */
import {
  type OutcomeAnswers,
  type OutcomeQuestion,
  STAGE_SAYS,
  STAGES,
  type Stage,
  VERDICT_SAYS,
  VERDICTS,
  type Verdict,
} from '../../projects/index.ts';

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

export const STAGE_WORDS: Record<Stage, string> = {
  direct: 'Direct',
  discover: 'Discover',
  define: 'Define',
  develop: 'Develop',
  deliver: 'Deliver',
  live: 'Live',
  evaluated: 'Evaluated',
  closed: 'Closed',
};

export const VERDICT_WORDS: Record<Verdict, string> = {
  not_an_information_problem: 'Not an information problem',
  existing_data_is_enough: 'Existing data is enough',
  ordinary_data_project: 'Ordinary data project',
  smart_city_project: 'Smart-city project',
};

export const STAGE_CHOICES: Choice[] = STAGES.map((stage) => ({
  value: stage,
  text: STAGE_WORDS[stage],
  hint: STAGE_SAYS[stage],
}));

export const VERDICT_CHOICES: Choice[] = VERDICTS.map((verdict) => ({
  value: verdict,
  text: VERDICT_WORDS[verdict],
  hint: VERDICT_SAYS[verdict].means,
}));

/** The choices of each question of the outcome record that offers any, by field. */
export const ANSWER_CHOICES: Record<string, Choice[]> = {
  obstacle: [
    { value: 'not_knowing', text: 'They do not know', hint: 'They could act, if they knew who, where or when.' },
    { value: 'both', text: 'They do not know, and something else is missing too' },
    {
      value: 'something_else',
      text: 'They know, but something else is missing',
      hint: 'People, money, powers, an agreed process …',
    },
  ],
  forms: [
    { value: 'map', text: 'Map', hint: 'Where things are.' },
    { value: 'heat_map', text: 'Heat map', hint: 'Where there is more or less of something.' },
    { value: 'prioritised_list', text: 'Prioritised list', hint: 'Where to begin.' },
    { value: 'dashboard', text: 'Dashboard', hint: 'Several figures at a glance.' },
    { value: 'alert', text: 'Alert', hint: 'A message to a person when something happens.' },
    { value: 'machine_message', text: 'Machine message', hint: 'A message another system acts on.' },
  ],
  predictive: [
    { value: 'no', text: 'No', hint: 'What is, or what was, is enough.' },
    { value: 'yes', text: 'Yes', hint: 'They need to know what is likely to come.' },
  ],
  how_often: [
    { value: 'once', text: 'Once' },
    { value: 'yearly', text: 'Every year' },
    { value: 'monthly', text: 'Every month' },
    { value: 'weekly', text: 'Every week' },
    { value: 'daily', text: 'Every day' },
    { value: 'hourly', text: 'Every hour' },
    { value: 'at_once', text: 'The moment something happens' },
  ],
  existing: [
    { value: 'enough', text: 'Yes, it is enough' },
    { value: 'not_enough', text: 'No, it is not enough' },
    { value: 'none_found', text: 'There is none' },
  ],
  new_data: [
    { value: 'join', text: 'From data we hold already', hint: 'It has to be brought together, cleaned or matched.' },
    { value: 'ask_others', text: 'From another organisation' },
    { value: 'survey', text: 'From asking, counting or visiting' },
    { value: 'sensors', text: 'Only from new sensors', hint: 'It has to be measured, and nothing else can tell.' },
  ],
  personal: [
    { value: 'no', text: 'No' },
    { value: 'perhaps', text: 'Perhaps', hint: 'For example when it is about single homes, or could be matched.' },
    { value: 'yes', text: 'Yes' },
  ],
};

/** An answer as people read it; undefined when it is not given. */
export function answerWords(answers: OutcomeAnswers, question: OutcomeQuestion): string | undefined {
  const step = answers[question.step] as Record<string, string | string[] | undefined> | undefined;
  const answer = step?.[question.field];
  if (answer === undefined || answer.length === 0) return undefined;
  const choices = ANSWER_CHOICES[question.field];
  const word = (value: string) => choices?.find((choice) => choice.value === value)?.text ?? value;
  return Array.isArray(answer) ? answer.map(word).join(', ') : word(answer);
}
