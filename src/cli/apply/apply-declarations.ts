import { requireProject } from '../../projects/index.ts';
import {
  type DeclarationBody,
  declarationHistory,
  hashBody,
  saveDraft,
  submitDeclaration,
} from '../../register/index.ts';
import { actorOf, at, type Bench, forEach, type Item, note } from './bench.ts';

/**
 * Submits declarations that differ from what is in force or waits. It approves nothing: that is a second person's own
 * act. What was rejected or withdrawn is not submitted again by itself.
 */
export function applyDeclarations(bench: Bench): Promise<void> {
  return forEach(bench, 'declarations', applyDeclaration);
}

async function applyDeclaration(item: Item<'declarations'>): Promise<void> {
  const { bench, entry, authority, index } = item;
  const { tx, clock } = bench;
  const viewer = actorOf(item);
  const { authority: _owner, project: slug, ...written } = entry;
  const body = written as DeclarationBody;
  const project = await at(bench, ['declarations', index, 'project'], () => requireProject(tx, authority.slug, slug));
  const history = await declarationHistory(tx, viewer, project.id);
  const hash = hashBody(body);
  const latest = history.find(({ state }) => state !== 'draft');
  const standing =
    history.find(({ state }) => state === 'submitted') ?? history.find(({ state }) => state === 'in_force');
  if (standing?.bodyHash === hash)
    return note(
      item,
      'unchanged',
      standing.state === 'submitted' ? `version ${standing.version} waits for approval` : undefined,
    );
  if (latest?.bodyHash === hash && (latest.state === 'rejected' || latest.state === 'withdrawn')) {
    const why = latest.endedReason ? ` (${latest.endedReason})` : '';
    return note(
      item,
      'unchanged',
      `version ${latest.version} says the same and was ${latest.state}${why}; it is not submitted again`,
    );
  }
  const at_ = { at: clock.now() };
  await saveDraft(tx, viewer, { projectId: project.id, body, ...at_ });
  const { version, outcome } = await submitDeclaration(tx, viewer, project.id, at_);
  const said = outcome === 'in_force' ? 'is narrower and in force' : 'waits for approval by a second person';
  note(item, history.length === 0 ? 'created' : 'changed', `version ${version} ${said}`);
}
