import { isDeepStrictEqual } from 'node:util';
import { findPersonByEmail } from '../../identity/index.ts';
import {
  addProjectPerson,
  createProject,
  findOutcome,
  findProject,
  listProjectPeople,
  type OutcomeAnswers,
  parseAnswers,
  recordOutcome,
  renameProject,
  saveOutcome,
  setStage,
} from '../../projects/index.ts';
import { actorOf, at, type Bench, forEach, type Item, note, refusal } from './bench.ts';

/** Starts the projects that are missing and brings title, summary, stage, people and outcome record to what the file says. */
export function applyProjects(bench: Bench): Promise<void> {
  return forEach(bench, 'projects', applyProject);
}

async function applyProject(item: Item<'projects'>): Promise<void> {
  const { bench, entry, authority } = item;
  const { tx } = bench;
  const viewer = actorOf(item);
  const { slug, title } = entry;
  const standing = await findProject(tx, authority.slug, slug);
  const summary = entry.summary?.trim() ?? standing?.summary ?? '';
  const changes: string[] = [];
  let projectId = standing?.id;
  if (projectId === undefined)
    projectId = (
      await createProject(tx, viewer, { authorityId: authority.id, slug, title, summary, createdAt: bench.clock.now() })
    ).id;
  else if (standing!.title !== title.trim() || standing!.summary !== summary) {
    await renameProject(tx, viewer, projectId, { title, summary });
    changes.push('title or summary');
  }
  if (entry.stage && entry.stage !== (standing?.stage ?? 'direct')) {
    await setStage(tx, viewer, projectId, entry.stage);
    changes.push(`stage ${entry.stage}`);
  }
  if (await applyParts(item, projectId)) changes.push('people');
  const outcome = await applyOutcome(item, projectId);
  if (outcome) changes.push(outcome);
  if (!standing) note(item, 'created', outcome);
  else note(item, changes.length > 0 ? 'changed' : 'unchanged', changes.join(', ') || undefined);
}

async function applyParts(item: Item<'projects'>, projectId: number): Promise<boolean> {
  const { bench, entry, index } = item;
  const standing = await listProjectPeople(bench.tx, projectId);
  let changed = false;
  for (const [place, { email, part }] of (entry.people ?? []).entries()) {
    const path = ['projects', index, 'people', place, 'email'];
    const person = await findPersonByEmail(bench.tx, email);
    if (!person)
      throw refusal(bench, path, `nobody here has the address ${email}.`, 'Add them under "people", or mend it.');
    if (standing.some((each) => each.personId === person.id && each.part === part)) continue;
    await at(bench, path, () => addProjectPerson(bench.tx, actorOf(item), projectId, { personId: person.id, part }));
    changed = true;
  }
  return changed;
}

/** Records the outcome when it differs from the record; says so. */
async function applyOutcome(item: Item<'projects'>, projectId: number): Promise<string | undefined> {
  const { bench, entry, index } = item;
  if (!entry.outcome) return undefined;
  const path = ['projects', index, 'outcome'];
  return at(bench, path, async () => {
    const answers = parseAnswers(entry.outcome);
    const { draft, recorded } = await findOutcome(bench.tx, projectId);
    if (recorded && isDeepStrictEqual(plain({ ...recorded.answers, ...answers }), plain(recorded.answers)))
      return undefined;
    if (draft)
      throw refusal(
        bench,
        path,
        'somebody is writing the outcome record just now.',
        'Record or discard the draft on the page of the project first.',
      );
    await saveOutcome(bench.tx, actorOf(item), projectId, answers, bench.clock);
    const { verdict } = await recordOutcome(bench.tx, actorOf(item), projectId, bench.clock);
    return `outcome recorded, verdict ${verdict.replaceAll('_', ' ')}`;
  });
}

/** Without blanks and gaps, which are the same in a record. */
function plain(answers: OutcomeAnswers): unknown {
  return Object.fromEntries(
    Object.entries(answers).map(([step, fields]) => [
      step,
      Object.fromEntries(
        Object.entries(fields as object).filter(([, answer]) => answer !== undefined && answer.length !== 0),
      ),
    ]),
  );
}
