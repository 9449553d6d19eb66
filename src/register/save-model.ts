import { isDeepStrictEqual } from 'node:util';
import { announce, sql, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { ensureDatastreams } from './datastream.store.ts';
import {
  hashCodec,
  insertModel,
  type ModelState,
  markModel,
  type StoredModel,
  selectFieldsInUse,
  selectModels,
  updateModel,
} from './model.store.ts';
import { type ModelInput, requireModel, type SoundModel } from './model.ts';
import { channelInUse, modelUnknown, modelVectorsFail } from './register.errors.ts';
import type { RunVectors, VectorFailure } from './vectors.ts';
import { listProperties } from './vocabulary.ts';

export interface SavedModel {
  readonly modelId: number;
  readonly state: ModelState;
  readonly changed: boolean;
}

/**
 * Adds a model, or changes the one with that address. A new or refused one is a draft until it is activated. One in use
 * stays in use: its changed codec must pass its vectors first (else REG_MODEL_VECTORS_FAIL and nothing changes), and a
 * channel through which readings came may not measure something else (REG_CHANNEL_IN_USE).
 */
export async function saveModel(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  input: ModelInput,
  runVectors: RunVectors,
): Promise<SavedModel> {
  requirePermission(viewer, 'model.edit', authorityId);
  const model = requireModel(input, await listProperties(tx));
  const [old] = await selectModels(tx, sql`m.authority_id = ${authorityId} and m.slug = ${model.slug}`);
  if (!old) {
    const modelId = await insertModel(tx, authorityId, model);
    await audit(tx, { authorityId, actor: viewer, action: 'model.add', subject: { kind: 'model', id: modelId } });
    return { modelId, state: 'draft', changed: true };
  }
  if (isSame(old, model)) return { modelId: old.id, state: old.state, changed: false };
  const inUse = await selectFieldsInUse(tx, old.id);
  for (const [field, property] of inUse) {
    const channel = model.channels.find((each) => each.field === field);
    if (channel && channel.property !== property) throw channelInUse({ field });
  }
  if (old.state === 'active') {
    const failures = await failuresOf(model, runVectors);
    if (failures.length > 0) throw modelVectorsFail({ field: 'codec', failures: sayFailures(failures) });
  }
  const state = old.state === 'active' ? 'active' : 'draft';
  await updateModel(tx, old.id, authorityId, model, state);
  if (state === 'active') await ensureDatastreams(tx, { modelId: old.id });
  await audit(tx, { authorityId, actor: viewer, action: 'model.change', subject: { kind: 'model', id: old.id } });
  await announce(tx, 'register.changed', { authorityId, modelId: old.id });
  return { modelId: old.id, state, changed: true };
}

/**
 * Runs the model's test vectors in the box. All pass: it is active, and devices may be of it. Any fails: it is refused,
 * which ones and how is kept for its page, and that is what this resolves to.
 */
export async function activateModel(
  tx: Tx,
  viewer: Viewer,
  modelId: number,
  runVectors: RunVectors,
): Promise<{ state: 'active' | 'refused'; failures: readonly VectorFailure[] }> {
  const [model] = await selectModels(tx, sql`m.id = ${modelId}`);
  if (!model) throw modelUnknown({ model: modelId });
  requirePermission(viewer, 'model.edit', model.authorityId);
  if (model.state === 'active') return { state: 'active', failures: [] };
  const failures = await failuresOf(model, runVectors);
  const state = failures.length === 0 ? 'active' : 'refused';
  await markModel(tx, modelId, state, state === 'active' ? null : failures);
  if (state === 'active') await ensureDatastreams(tx, { modelId });
  const action = state === 'active' ? 'model.activate' : 'model.refuse';
  await audit(tx, { authorityId: model.authorityId, actor: viewer, action, subject: { kind: 'model', id: modelId } });
  await announce(tx, 'register.changed', { authorityId: model.authorityId, modelId });
  return { state, failures };
}

/** "vector 2: temperature is 21.5, expected 21.6; vector 3: …" */
export function sayFailures(failures: readonly VectorFailure[]): string {
  return failures.map(({ name, why }) => `${name}: ${why}`).join('; ');
}

async function failuresOf(model: SoundModel, runVectors: RunVectors): Promise<readonly VectorFailure[]> {
  if (model.codecSource === null) return [];
  return runVectors({ hash: hashCodec(model.codecSource)!, source: model.codecSource }, model.testVectors);
}

function isSame(old: StoredModel, model: SoundModel): boolean {
  const plain = (each: SoundModel) =>
    JSON.parse(
      JSON.stringify({
        ...Object.fromEntries(Object.keys(model).map((key) => [key, each[key as keyof SoundModel]])),
        channels: [...each.channels].sort((a, b) => (a.field < b.field ? -1 : 1)),
      }),
    );
  return isDeepStrictEqual(plain(old), plain(model));
}
