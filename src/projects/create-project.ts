import type { Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { insertProject } from './project.store.ts';
import { isSlug, slugOf } from './project.ts';
import { insertProjectPerson } from './project-people.store.ts';
import { slugMalformed, slugTaken, titleMissing } from './projects.errors.ts';

export interface NewProjectInput {
  authorityId: number;
  title: string;
  summary?: string;
  /** The end of its address; made from the title when left out. */
  slug?: string;
  /** For histories written after the event. */
  createdAt?: Date;
}

/** Starts a project at the stage *direct*, with the viewer as its lead. Refuses an address the authority already uses. */
export async function createProject(
  tx: Tx,
  viewer: Viewer,
  input: NewProjectInput,
): Promise<{ id: number; slug: string }> {
  requirePermission(viewer, 'project.edit', input.authorityId);
  const title = input.title.trim();
  if (title === '') throw titleMissing({ field: 'title' });
  const slug = input.slug?.trim() || slugOf(title);
  if (!isSlug(slug)) throw slugMalformed({ field: 'slug', slug });
  const createdBy = viewer.kind === 'person' ? viewer.personId : null;
  const id = await insertProject(tx, {
    authorityId: input.authorityId,
    slug,
    title,
    summary: input.summary?.trim() ?? '',
    createdBy,
    createdAt: input.createdAt ?? null,
  });
  if (id === undefined) throw slugTaken({ field: 'slug', slug });
  if (createdBy !== null) {
    await insertProjectPerson(tx, { projectId: id, authorityId: input.authorityId, personId: createdBy, part: 'lead' });
  }
  const subject = { kind: 'project', id };
  await audit(tx, { authorityId: input.authorityId, actor: viewer, action: 'project.create', subject });
  return { id, slug };
}
