import { type Db, sql } from '../base/index.ts';
import { authoritiesWhere, type Viewer } from '../identity/index.ts';
import { type StoredModel, selectModels } from './model.store.ts';
import { modelUnknown } from './register.errors.ts';

/** The models of the authorities whose projects the viewer may read, by name. */
export async function listModels(db: Db, viewer: Viewer): Promise<StoredModel[]> {
  return selectModels(db, sql`m.authority_id = any(${authoritiesWhere(viewer, 'project.read')}::int[])`);
}

/** The model at an authority's address, codec and vectors included, for those who may read its projects. */
export async function requireModelAt(db: Db, viewer: Viewer, authorityId: number, slug: string): Promise<StoredModel> {
  const [model] = authoritiesWhere(viewer, 'project.read').includes(authorityId)
    ? await selectModels(db, sql`m.authority_id = ${authorityId} and m.slug = ${slug}`)
    : [];
  if (!model) throw modelUnknown({ model: slug });
  return model;
}
