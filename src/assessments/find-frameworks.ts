import type { Db } from '../base/index.ts';
import { frameworkUnknown } from './assessments.errors.ts';
import { listImported } from './framework.store.ts';
import type { Framework } from './framework.ts';
import { type HashedFramework, shippedFrameworks } from './shipped-frameworks.ts';

export interface OfferedFramework extends HashedFramework {
  readonly origin: 'shipped' | 'imported';
}

/** The frameworks an authority can answer: those that come with Lamppost, then the newest edition of each it imported. */
export async function listFrameworks(db: Db, authorityId: number): Promise<OfferedFramework[]> {
  const imported = new Map<string, OfferedFramework>();
  for (const { code, body, hash } of await listImported(db, authorityId))
    if (!imported.has(code)) imported.set(code, { framework: body, hash, origin: 'imported' });
  return [...shippedFrameworks().map((each) => ({ ...each, origin: 'shipped' as const })), ...imported.values()];
}

export async function requireFramework(db: Db, authorityId: number, code: string): Promise<OfferedFramework> {
  const found = (await listFrameworks(db, authorityId)).find(({ framework }) => framework.framework === code);
  if (!found) throw frameworkUnknown({ code });
  return found;
}

/** True for the short name of a framework that comes with Lamppost. */
export function isShipped(code: string): boolean {
  return shippedFrameworks().some(({ framework }: { framework: Framework }) => framework.framework === code);
}
