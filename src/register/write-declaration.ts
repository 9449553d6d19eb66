import { announce, type Db, sql, type Tx } from '../base/index.ts';
import { type AuditFacts, audit, requirePermission, type Viewer } from '../identity/index.ts';
import { notePromise, requireProjectById } from '../projects/index.ts';
import { requireDeclaration } from './check-declaration.ts';
import {
  hashBody,
  insertDraft,
  lockDeclarations,
  markEnded,
  markInForce,
  markSubmitted,
  type StoredDeclaration,
  selectInState,
  updateDraft,
} from './declaration.store.ts';
import { requireClassesForDwellings } from './dwelling-classes.ts';
import { isNarrower, type Wider } from './narrower.ts';
import { declarationInvalid, nothingToSubmit } from './register.errors.ts';
import { promiseFactsOf, traitsOf } from './traits.ts';
import { requireTrial } from './trial.ts';

export interface SavedDraft {
  readonly declarationId: number;
  readonly version: number;
  /** False when the project has this very promise already, as a draft, waiting or in force. */
  readonly changed: boolean;
}

/**
 * Keeps what was written as the project's draft (there is one at most). Refuses with REG_DECLARATION_INVALID what could
 * not stand. Saying again what is in force, or waits, changes nothing. `writers` are those who wrote it besides the viewer.
 */
export async function saveDraft(
  tx: Tx,
  viewer: Viewer,
  input: { projectId: number; body: unknown; writers?: readonly number[]; at?: Date },
): Promise<SavedDraft> {
  const { authorityId } = await requireProjectById(tx, input.projectId);
  requirePermission(viewer, 'declaration.submit', authorityId);
  const body = requireDeclaration(input.body, await knownProperties(tx));
  await lockDeclarations(tx, input.projectId);
  const hash = hashBody(body);
  const draft = await selectInState(tx, input.projectId, 'draft');
  const standing = draft ?? (await standingVersion(tx, input.projectId));
  if (standing?.bodyHash === hash) return { declarationId: standing.id, version: standing.version, changed: false };
  const savedBy = personOf(viewer);
  const writers = [...new Set([...(input.writers ?? []), ...(savedBy === null ? [] : [savedBy])])];
  const row = { body, hash, savedBy, writers, at: input.at ?? null };
  if (draft) {
    await updateDraft(tx, draft.id, row);
    await noteComing(tx, { authorityId, projectId: input.projectId });
    await note(tx, viewer, authorityId, 'declaration.draft', draft);
    return { declarationId: draft.id, version: draft.version, changed: true };
  }
  const { id, version } = await insertDraft(tx, { authorityId, projectId: input.projectId, ...row });
  await note(tx, viewer, authorityId, 'declaration.draft', { id, version });
  await noteComing(tx, { authorityId, projectId: input.projectId });
  return { declarationId: id, version, changed: true };
}

export interface Submitted {
  readonly declarationId: number;
  readonly version: number;
  /** Narrower versions are in force at once; every other waits for a second person. */
  readonly outcome: 'in_force' | 'waiting';
  /** Why it had to wait: every field that is not provably less than what is in force. Empty for a first version. */
  readonly wider: readonly Wider[];
}

/**
 * Hands the draft in. Provably narrower than what is in force, it takes effect at once; otherwise it waits for approval
 * and the old promise holds meanwhile. A version that was still waiting is withdrawn in its favour.
 */
export async function submitDeclaration(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  options: { at?: Date } = {},
): Promise<Submitted> {
  const { authorityId } = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'declaration.submit', authorityId);
  await lockDeclarations(tx, projectId);
  const draft = await selectInState(tx, projectId, 'draft');
  if (!draft) throw nothingToSubmit();
  const at = options.at ?? null;
  const today = (at ?? new Date()).toISOString().slice(0, 10);
  if (draft.body.ends_on < today)
    throw declarationInvalid({ field: 'ends_on', why: `its last day, ${draft.body.ends_on}, is over`, more: '' });
  await requireTrial(tx, projectId, draft.body, at);
  const waiting = await selectInState(tx, projectId, 'submitted');
  const by = personOf(viewer);
  if (waiting) {
    await markEnded(tx, {
      id: waiting.id,
      state: 'withdrawn',
      by,
      reason: `replaced by version ${draft.version} before a decision`,
      at,
    });
    await note(tx, viewer, authorityId, 'declaration.replace', waiting, { by: draft.version });
  }
  await markSubmitted(tx, draft.id, by, at);
  const inForce = await selectInState(tx, projectId, 'in_force');
  const { narrower, wider } = inForce ? isNarrower(draft.body, inForce.body) : { narrower: false, wider: [] };
  if (narrower) {
    await requireClassesForDwellings(tx, projectId, draft.body);
    await notePromise(tx, { authorityId, projectId }, { now: { traits: traitsOf(draft.body) }, coming: null });
    await markInForce(tx, { id: draft.id, projectId, version: draft.version, by: null, at });
  } else await noteComing(tx, { authorityId, projectId });
  const facts = { outcome: narrower ? 'in_force' : 'waiting', wider: wider.length };
  await note(tx, viewer, authorityId, 'declaration.submit', draft, facts);
  await announce(tx, 'register.changed', { authorityId, projectId });
  return { declarationId: draft.id, version: draft.version, outcome: narrower ? 'in_force' : 'waiting', wider };
}

/** Tells the gates what the version that waits, else the draft, will need. */
export async function noteComing(tx: Tx, project: { authorityId: number; projectId: number }): Promise<void> {
  const { projectId } = project;
  const coming =
    (await selectInState(tx, projectId, 'submitted')) ?? (await selectInState(tx, projectId, 'draft')) ?? null;
  await notePromise(tx, project, { coming: coming && promiseFactsOf(coming) });
}

export async function knownProperties(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`select code from register.observed_property`.execute(db);
  return new Set(rows.map((row) => row.code));
}

/** The version that would hold if nothing more were written: the one that waits, else the one in force. */
async function standingVersion(tx: Tx, projectId: number): Promise<StoredDeclaration | undefined> {
  return (await selectInState(tx, projectId, 'submitted')) ?? (await selectInState(tx, projectId, 'in_force'));
}

async function note(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  action: `declaration.${string}`,
  { id, version }: { id: number; version: number },
  facts: AuditFacts = {},
): Promise<void> {
  await audit(tx, { authorityId, actor: viewer, action, subject: { kind: 'declaration', id, version }, facts });
}

export function personOf(viewer: Viewer): number | null {
  return viewer.kind === 'person' ? viewer.personId : null;
}
