import type { PromiseFacts, Trait } from '../projects/index.ts';
import type { StoredDeclaration } from './declaration.store.ts';
import type { DeclarationBody } from './declaration.ts';

const KNOWABLE = new Set(['pseudonymous', 'identifiable']);

/** What of a promise decides which clearances it needs. The database says the same (`register.traits_of`). */
export function traitsOf(body: DeclarationBody): Trait[] {
  const { capture, stored } = body.classes;
  const traits: Trait[] = [];
  if (capture !== 'none') traits.push('captures_people');
  if (body.continuity) traits.push('continuity');
  if (KNOWABLE.has(capture) || KNOWABLE.has(stored)) traits.push('personal');
  if (body.processors.length > 0) traits.push('supplier');
  if (body.trial) traits.push('trial');
  return traits;
}

/** What the gates must know of a version: its traits, and everybody whose clearances it cannot rest on. */
export function promiseFactsOf(declaration: Pick<StoredDeclaration, 'body' | 'writers' | 'submittedBy'>): PromiseFacts {
  const { body, writers, submittedBy } = declaration;
  return { traits: traitsOf(body), people: submittedBy === null ? writers : [...writers, submittedBy] };
}
