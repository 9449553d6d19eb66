import type { Db } from '../src/base/index.ts';
import type { Viewer } from '../src/identity/index.ts';
import { createProject, type Project, requireProjectById } from '../src/projects/index.ts';

let made = 0;

/** A project of an authority, made by a person who may. */
export async function aProject(
  db: Db,
  viewer: Viewer,
  given: { authorityId: number; title?: string; slug?: string; summary?: string; createdAt?: Date },
): Promise<Project> {
  const title = given.title ?? `Clean air at the school gate ${++made}`;
  const { id } = await db.transaction().execute((tx) => createProject(tx, viewer, { ...given, title }));
  return requireProjectById(db, id);
}
