import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Db, House } from '../../../base/index.ts';
import { can, type Permission, requirePermission } from '../../../identity/index.ts';
import {
  activateModel,
  hashCodec,
  listProperties,
  type RunVectors,
  requireModelAt,
  type StoredModel,
  type VectorFailure,
} from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { TECHNOLOGIES } from '../../projects/declaration/choices.ts';
import { readForm } from '../../projects/form.ts';
import { MODEL_STATE_WORDS } from '../device-words.ts';
import { pageForAuthority, placeOfPath } from '../devices-page.ts';
import { devicesOfModels } from './model-devices.store.ts';
import { failuresOf, shownVectors } from './vector-outcomes.ts';

const DONE: Record<string, string> = {
  active: 'The model is saved and active: its test vectors passed.',
  channels: 'The model is saved and active.',
  same: 'Nothing was changed.',
};

/** The page of a model: what it measures, its codec, and how its test vectors came out. */
export function modelPage(app: FastifyInstance, { db }: House, runVectors: RunVectors): void {
  app.get('/models/:authority/:slug', async (request, reply) => {
    const found = await modelOfPath(db, request);
    return show(request, reply, found.model, failuresOf(found.model), DONE[readForm(request.query).text('done')]);
  });

  // Runs the vectors again. A model in use stays in use whatever comes out; any other becomes active or refused.
  app.post('/models/:authority/:slug/test', async (request, reply) => {
    const { model, home } = await modelOfPath(db, request, 'model.edit');
    if (model.state === 'active') {
      const failures = await rerun(model, runVectors);
      const said = failures.length === 0 ? 'All test vectors pass.' : undefined;
      return show(request, reply, model, failures, said);
    }
    const { state } = await db.transaction().execute((tx) => activateModel(tx, request.viewer, model.id, runVectors));
    return reply.redirect(state === 'active' ? `${home}?done=active` : home, 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    model: StoredModel,
    failures: readonly VectorFailure[] | undefined,
    done: string | undefined,
  ) {
    const { authority } = placeOfPath(request);
    const properties = await listProperties(db);
    const devices = (await devicesOfModels(db, request.viewer)).get(model.id) ?? 0;
    const state = MODEL_STATE_WORDS[model.state];
    return sendPage(reply, 'devices/models/model.njk', {
      page: await pageForAuthority(db, request, authority, {
        title: model.name,
        wide: true,
        breadcrumbs: [{ text: 'Models', href: '/models' }, { text: model.name }],
      }),
      model,
      state,
      done,
      home: `/models/${authority}/${model.slug}`,
      devices,
      devicesHref: `/devices?model=${authority}/${model.slug}`,
      technology: TECHNOLOGIES.find(({ value }) => value === model.technology)?.text ?? model.technology,
      hash: hashCodec(model.codecSource)?.slice(0, 12),
      codecLines: model.codecSource?.split('\n').length,
      channels: model.channels.map((channel) => {
        const property = properties.find(({ code }) => code === channel.property);
        return {
          ...channel,
          propertyName: property?.name,
          unitStored: property?.unitSymbol ?? property?.unitCode ?? null,
        };
      }),
      vectors: shownVectors(model, failures),
      failed: failures?.length ?? 0,
      mayEdit: can(request.viewer, 'model.edit', model.authorityId),
    } as never);
  }
}

/** The model of the path, for people who may read its authority's projects; to others it does not exist. */
export async function modelOfPath(
  db: Db,
  request: FastifyRequest,
  permission?: Permission,
): Promise<{ model: StoredModel; authority: string; home: string }> {
  const { authorityId, slug, authority } = placeOfPath(request);
  const model = await requireModelAt(db, request.viewer, authorityId, slug);
  if (permission) requirePermission(request.viewer, permission, authorityId);
  return { model, authority, home: `/models/${authority}/${slug}` };
}

async function rerun(model: StoredModel, runVectors: RunVectors): Promise<readonly VectorFailure[]> {
  if (model.codecSource === null) return [];
  return runVectors({ hash: hashCodec(model.codecSource)!, source: model.codecSource }, model.testVectors);
}
