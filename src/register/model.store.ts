import { createHash } from 'node:crypto';
import { type Db, type RawBuilder, sql, type Tx } from '../base/index.ts';
import type { Channel, SoundModel } from './model.ts';

export type ModelState = 'draft' | 'active' | 'refused';

export interface StoredModel extends SoundModel {
  readonly id: number;
  readonly authorityId: number;
  readonly state: ModelState;
  readonly codecHash: string | null;
  /** Which vectors failed, and how, when it was refused. */
  readonly refusal: unknown;
  readonly activatedAt: Date | null;
}

const COLUMNS = sql`m.id, m.authority_id as "authorityId", m.slug, m.name, m.maker, m.description, m.technology,
  m.codec_source as "codecSource", m.codec_hash as "codecHash", m.test_vectors as "testVectors", m.state, m.refusal,
  m.capable_but_off as "capableButOff", m.support_ends_on as "supportEndsOn", m.datasheet_url as "datasheetUrl",
  m.activated_at as "activatedAt",
  (select coalesce(json_agg(json_build_object('field', c.field, 'property', c.property_code, 'unit', c.unit_code,
      'required', c.required, 'blankValues', c.blank_values) order by c.field), '[]')
   from register.model_channel c where c.model_id = m.id) as channels`;

export async function selectModels(db: Db, where: RawBuilder<unknown>): Promise<StoredModel[]> {
  const { rows } = await sql<StoredModel>`
    select ${COLUMNS} from register.model m where ${where} order by m.name, m.id`.execute(db);
  return rows;
}

export async function insertModel(tx: Tx, authorityId: number, model: SoundModel): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into register.model (authority_id, slug, name, maker) values (${authorityId}, ${model.slug}, '', '')
    returning id`.execute(tx);
  await updateModel(tx, rows[0]!.id, authorityId, model, 'draft');
  return rows[0]!.id;
}

export async function updateModel(
  tx: Tx,
  id: number,
  authorityId: number,
  model: SoundModel,
  state: ModelState,
): Promise<void> {
  await sql`update register.model set name = ${model.name}, maker = ${model.maker}, description = ${model.description},
      technology = ${model.technology}, codec_source = ${model.codecSource}, codec_hash = ${hashCodec(model.codecSource)},
      test_vectors = ${JSON.stringify(model.testVectors)}, capable_but_off = ${model.capableButOff}::text[],
      support_ends_on = ${model.supportEndsOn}::date, datasheet_url = ${model.datasheetUrl}, state = ${state},
      refusal = null
    where id = ${id}`.execute(tx);
  await sql`delete from register.model_channel where model_id = ${id}`.execute(tx);
  for (const channel of model.channels) await insertChannel(tx, id, authorityId, channel);
}

export async function markModel(tx: Tx, id: number, state: 'active' | 'refused', refusal: unknown): Promise<void> {
  await sql`update register.model set state = ${state}, refusal = ${refusal === null ? null : JSON.stringify(refusal)}::jsonb,
      activated_at = case when ${state} = 'active' then now() else activated_at end
    where id = ${id}`.execute(tx);
}

/** Fields of the model through which readings may have come, with what they measure. */
export async function selectFieldsInUse(db: Db, modelId: number): Promise<Map<string, string>> {
  const { rows } = await sql<{ field: string; property: string }>`
    select distinct field, property_code as property from register.datastream where model_id = ${modelId}`.execute(db);
  return new Map(rows.map((row) => [row.field, row.property]));
}

/** Says which source a decoder was compiled from: SHA-256, null without a codec. */
export function hashCodec(source: string | null): string | null {
  return source === null ? null : createHash('sha256').update(source).digest('hex');
}

async function insertChannel(tx: Tx, modelId: number, authorityId: number, channel: Channel): Promise<void> {
  await sql`insert into register.model_channel
      (model_id, authority_id, field, property_code, unit_code, required, blank_values)
    values (${modelId}, ${authorityId}, ${channel.field}, ${channel.property}, ${channel.unit}, ${channel.required},
      ${channel.blankValues}::float8[])`.execute(tx);
}
