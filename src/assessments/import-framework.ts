import { type Clock, systemClock, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { editionTaken, frameworkShipped } from './assessments.errors.ts';
import { isShipped } from './find-frameworks.ts';
import { keepFramework, listImported } from './framework.store.ts';
import type { Framework } from './framework.ts';
import { hashFramework, readFramework } from './read-framework.ts';

/**
 * Makes a framework from a file one that the authority can answer. Refuses a file that cannot be used, naming the places; a
 * name that comes with Lamppost; and an edition that is here and says something else. Importing the same again changes nothing.
 */
export async function importFramework(
  tx: Tx,
  viewer: Viewer,
  given: { authorityId: number; text: string; name: string },
  clock: Clock = systemClock,
): Promise<Framework> {
  const { authorityId } = given;
  requirePermission(viewer, 'framework.edit', authorityId);
  const framework = readFramework(given.text, given.name);
  if (isShipped(framework.framework)) throw frameworkShipped({ field: 'file', code: framework.framework });
  const hash = hashFramework(framework);
  const clash = (await listImported(tx, authorityId)).some(
    (each) => each.code === framework.framework && each.edition === framework.edition && each.hash !== hash,
  );
  if (clash) throw editionTaken({ field: 'file', code: framework.framework, edition: framework.edition });
  const by = viewer.kind === 'person' ? viewer.personId : null;
  await keepFramework(tx, { authorityId, framework, hash, origin: 'imported', by, at: clock.now() });
  const subject = { kind: 'framework', id: framework.framework };
  const facts = { edition: framework.edition };
  await audit(tx, { authorityId, actor: viewer, action: 'framework.import', subject, facts });
  return framework;
}
