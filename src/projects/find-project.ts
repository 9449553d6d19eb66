import { type Db, sql } from '../base/index.ts';
import { authoritiesWhere, type Viewer } from '../identity/index.ts';
import { type ListedProject, selectProject, selectProjects } from './project.store.ts';
import type { Project } from './project.ts';
import { projectUnknown } from './projects.errors.ts';

/** The project at an authority's address, for anyone: title, summary and stage are public. */
export function findProject(db: Db, authoritySlug: string, slug: string): Promise<Project | undefined> {
  return selectProject(db, sql`a.slug = ${authoritySlug} and p.slug = ${slug}`);
}

export async function requireProject(db: Db, authoritySlug: string, slug: string): Promise<Project> {
  const project = await findProject(db, authoritySlug, slug);
  if (!project) throw projectUnknown({ project: `${authoritySlug}/${slug}` });
  return project;
}

export async function requireProjectById(db: Db, id: number): Promise<Project> {
  const project = await selectProject(db, sql`p.id = ${id}`);
  if (!project) throw projectUnknown({ project: `number ${id}` });
  return project;
}

export interface ProjectFilter {
  search?: string;
  stage?: string;
  authority?: string;
}

/** The projects of every authority where the viewer may read projects, newest first, with verdict and lead. */
export async function listProjects(db: Db, viewer: Viewer, filter: ProjectFilter = {}): Promise<ListedProject[]> {
  return selectProjects(db, authoritiesWhere(viewer, 'project.read'), filter);
}
