import { type Policy, savePolicy } from '../../projects/index.ts';
import { actorOf, type Bench, forEach, type Item, note } from './bench.ts';

/** Saves what an authority requires before what, where the file says otherwise than what stands. */
export function applyPolicies(bench: Bench): Promise<void> {
  return forEach(bench, 'policies', applyPolicy);
}

async function applyPolicy(item: Item<'policies'>): Promise<void> {
  const { bench, entry, authority } = item;
  const { authority: _owner, ...policy } = entry;
  const changed = await savePolicy(bench.tx, actorOf(item), authority.id, policy as Policy, bench.clock);
  note(item, changed ? 'changed' : 'unchanged');
}
