/** What stands between a project and being live, as a task list. Pure. */
import {
  CLEARANCE_KINDS,
  type MissingRequirement,
  missingAnswers,
  type OutcomeRecord,
  sayRoles,
  VERDICT_SAYS,
  type Verdict,
} from '../../../projects/index.ts';
import type { DeclarationState } from './overview.store.ts';

export interface ProjectTask {
  readonly title: string;
  readonly hint: string;
  readonly href: string | null;
  readonly status: string;
  readonly done: boolean;
}

export interface TaskFacts {
  readonly home: string;
  readonly outcome: OutcomeRecord;
  readonly declaration: DeclarationState;
  readonly devices: readonly { state: string; count: number }[];
  readonly stored: number;
  /** What the declaration, and going live, still need cleared. */
  readonly missing: readonly MissingRequirement[];
  /** The viewer is a second person who may decide on the version that waits. */
  readonly mayDecide: boolean;
}

/** The tasks in order; each says where it stands. */
export function projectTasks(facts: TaskFacts): ProjectTask[] {
  const { home, outcome, declaration } = facts;
  const verdict = chosenVerdict(outcome);
  const decide = decideTask(home, outcome);
  if (verdict !== null && verdict !== 'smart_city_project') return [decide];
  const count = (...states: string[]) =>
    facts.devices.filter((each) => states.includes(each.state)).reduce((sum, each) => sum + each.count, 0);
  const placed = count('live', 'silent', 'faulty', 'maintenance');
  const planned = count('planned');
  const inForce = declaration.inForce !== null;
  return [
    decide,
    declareTask(home, declaration, verdict !== null),
    clearTask(facts),
    {
      title: 'Connect devices',
      hint: placed > 0 ? `${placed} connected, ${planned} planned` : 'Register them, place them, give them a way in.',
      href: `/devices?project=${encodeURIComponent(home.replace('/projects/', ''))}`,
      status: placed > 0 ? 'Done' : planned > 0 ? `${planned} planned` : 'Not started',
      done: placed > 0,
    },
    {
      title: 'See the first readings stored',
      hint: 'Readings are held to the declaration. What it does not cover is refused and counted below.',
      href: null,
      status: facts.stored > 0 ? 'Done' : inForce && placed > 0 ? 'No readings this week' : 'Later',
      done: facts.stored > 0,
    },
  ];
}

/** One sentence on what is next, and the task it is about; nothing is next once all is done. */
export function nextStep(facts: TaskFacts): { says: string; task: ProjectTask | null } {
  const { waiting } = facts.declaration;
  if (waiting && facts.mayDecide) return { says: DECIDE_SAYS, task: decideOnTask(facts.home, waiting.version) };
  const verdict = chosenVerdict(facts.outcome);
  const task = projectTasks(facts).find((each) => !each.done) ?? null;
  if (task) return { says: NEXT_SAYS[task.title] ?? task.hint, task };
  if (verdict && verdict !== 'smart_city_project') return { says: VERDICT_SAYS[verdict].next, task: null };
  return { says: 'Readings flow. Act on findings, and check now and then that the outcome moves.', task: null };
}

const NEXT_SAYS: Record<string, string> = {
  'Decide whether it is worth doing': 'Answer the four steps: outcome, action, insight, data.',
  'Connect devices': 'Register devices, place them, and give them a way to send.',
  'See the first readings stored': 'Devices are placed. Their first readings show here once they arrive.',
  'Have it cleared': 'What it needs is listed with who may clear it. Nothing comes into force before.',
  'Declare what is measured': 'Say what will be measured, why and for how long, and have it approved.',
};

const DECIDE_SAYS = 'A version of the declaration waits for a second person, and you may decide on it.';

function decideOnTask(home: string, version: number): ProjectTask {
  const title = `Decide on version ${version} of the declaration`;
  return { title, hint: '', href: `${home}/declaration/decide`, status: 'Waiting for approval', done: false };
}

function decideTask(home: string, { draft, recorded }: OutcomeRecord): ProjectTask {
  const task = { title: 'Decide whether it is worth doing', href: `${home}/decide` };
  if (draft) {
    const open = missingAnswers(draft.answers).length;
    const hint = open === 0 ? 'Every answer is there: check and record them.' : `${open} answers to go.`;
    return { ...task, hint, status: recorded ? 'Changes not recorded' : 'In progress', done: false };
  }
  if (!recorded) return { ...task, hint: 'Four steps, about ten minutes.', status: 'Not started', done: false };
  return { ...task, href: `${home}/decide/result`, hint: 'The verdict and its reasons.', status: 'Done', done: true };
}

function declareTask(
  home: string,
  { inForce, waiting, draft, latest }: DeclarationState,
  decided: boolean,
): ProjectTask {
  const task = { title: 'Declare what is measured', href: `${home}/declaration` };
  if (waiting) {
    const hint = `Version ${waiting.version} waits for a second person.`;
    return { ...task, hint, status: 'Waiting for approval', done: inForce !== null };
  }
  if (inForce) return { ...task, hint: `Version ${inForce.version} is in force.`, status: 'In force', done: true };
  if (draft) return { ...task, hint: `Version ${draft.version} is being written.`, status: 'Draft', done: false };
  if (latest)
    return { ...task, hint: `Version ${latest.version} was ${latest.state}.`, status: 'Not in force', done: false };
  const status = decided ? 'Not started' : 'Later';
  return { ...task, hint: 'No device may report before a declaration is in force.', status, done: false };
}

/** What blocks the declaration and going live, and who owns it. */
function clearTask({ home, missing, declaration }: TaskFacts): ProjectTask {
  const task = { title: 'Have it cleared', href: `${home}/clearances` };
  if (missing.length === 0) return { ...task, hint: 'Everything it needs is cleared.', status: 'Done', done: true };
  const hint = missing.map(({ kind, roles }) => `${CLEARANCE_KINDS[kind].title} (${sayRoles(roles)})`).join(', ');
  const isLater = declaration.latest === null;
  return {
    ...task,
    hint: `Blocks going live: ${hint}`,
    status: isLater ? 'Later' : `${missing.length} missing`,
    done: false,
  };
}

/** What the project is treated as: the verdict, or what was chosen against it. */
export function chosenVerdict({ recorded }: Pick<OutcomeRecord, 'recorded'>): Verdict | null {
  return recorded?.chosenVerdict ?? recorded?.verdict ?? null;
}
