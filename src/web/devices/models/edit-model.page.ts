import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import type { Place } from '../../../identity/index.ts';
import {
  activateModel,
  listModels,
  listProperties,
  type RunVectors,
  type SavedModel,
  type StoredModel,
  saveModel,
} from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { TECHNOLOGIES } from '../../projects/declaration/choices.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { askAuthority, pageForAuthority, placeOfPath, placesWhere } from '../devices-page.ts';
import { modelOfPath } from './model.page.ts';
import {
  EMPTY_MODEL,
  fieldWords,
  formField,
  type ModelAnswers,
  modelAnswersIn,
  modelAnswersOf,
  modelInputOf,
} from './model-form.ts';

/** Where the form belongs: the authority, its address, and the model there is, if any. */
interface Desk {
  readonly authority: string;
  readonly authorityId: number;
  readonly action: string;
  readonly old: StoredModel | undefined;
}

/** Adding a model and changing one: saved, then tested in the codec box before anything of it is in use. */
export function editModelPages(app: FastifyInstance, { db }: House, runVectors: RunVectors): void {
  app.get('/models/new', async (request, reply) => {
    const { places, chosen } = placesWhere(request, 'model.edit');
    return chosen ? show(request, reply, newDesk(chosen), EMPTY_MODEL) : askAuthority(request, reply, places);
  });

  app.post('/models/new', async (request, reply) => {
    const { places, chosen } = placesWhere(request, 'model.edit');
    return chosen ? save(request, reply, newDesk(chosen)) : askAuthority(request, reply, places);
  });

  app.get('/models/:authority/:slug/edit', async (request, reply) => {
    const desk = await deskOf(request);
    return show(request, reply, desk, modelAnswersOf(desk.old!));
  });

  app.post('/models/:authority/:slug/edit', async (request, reply) => save(request, reply, await deskOf(request)));

  async function save(request: FastifyRequest, reply: FastifyReply, desk: Desk) {
    const form = readForm(request.body);
    const answers = modelAnswersIn(form);
    if (form.text('do') === 'rows') return show(request, reply, desk, answers, [], 10);
    const { input, errors } = modelInputOf(answers, desk.old?.slug);
    if (!desk.old && (await isTaken(request, desk, input.slug)))
      errors.push({ field: 'slug', text: `There is already a model at the address ${input.slug}. Enter another one.` });
    if (errors.length > 0) return show(request, reply, desk, { ...answers, slug: input.slug }, errors);
    try {
      const saved = await db.transaction().execute(async (tx): Promise<SavedModel> => {
        const first = await saveModel(tx, request.viewer, desk.authorityId, input, runVectors);
        if (first.state === 'active') return first;
        const { state } = await activateModel(tx, request.viewer, first.modelId, runVectors);
        return { ...first, state };
      });
      const done = !saved.changed ? 'same' : input.codecSource === null ? 'channels' : 'active';
      const query = saved.state === 'active' ? `?done=${done}` : '';
      return reply.redirect(`/models/${desk.authority}/${input.slug}${query}`, 303);
    } catch (error) {
      return show(request, reply, desk, { ...answers, slug: input.slug }, [modelError(error)]);
    }
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    desk: Desk,
    answers: ModelAnswers,
    errors: readonly FieldError[] = [],
    emptyRows = 3,
  ) {
    const properties = await listProperties(db);
    const emptyChannels = Array.from({ length: desk.old && emptyRows === 3 ? 1 : emptyRows }, () => ({
      required: true,
    }));
    const model = {
      page: await pageForAuthority(db, request, desk.authority, {
        title: desk.old ? `Change ${desk.old.name}` : 'Add a model',
        error: errors.length > 0,
        back: desk.old
          ? { text: `Back to ${desk.old.name}`, href: `/models/${desk.authority}/${desk.old.slug}` }
          : { text: 'Back to models', href: '/models' },
      }),
      desk,
      answers,
      channels: [...answers.channels, ...emptyChannels],
      vectors: [...answers.vectors, ...Array.from({ length: emptyRows > 3 ? 3 : 1 }, () => '')],
      properties: properties.map(({ code, name, unitCode }) => ({
        value: code,
        text: unitCode === null ? name : `${name} (${unitCode})`,
      })),
      technologies: TECHNOLOGIES,
      slugAsked: !desk.old && errors.some(({ field }) => field === 'slug'),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'devices/models/edit.njk', model);
  }

  async function deskOf(request: FastifyRequest): Promise<Desk> {
    const { authority, authorityId } = placeOfPath(request);
    const { model, home } = await modelOfPath(db, request, 'model.edit');
    return { authority, authorityId, action: `${home}/edit`, old: model };
  }

  async function isTaken(request: FastifyRequest, { authorityId }: Desk, slug: string): Promise<boolean> {
    const models = await listModels(db, request.viewer);
    return models.some((model) => model.authorityId === authorityId && model.slug === slug);
  }
}

function newDesk({ authoritySlug: authority, authorityId }: Place): Desk {
  return { authority, authorityId, action: '/models/new', old: undefined };
}

/** The register's error where the form shows it; an unknown property or unit names its channel. */
function modelError(error: unknown): FieldError {
  const shown = asFieldError(error, 'name', fieldWords);
  const isUnit = error instanceof LamppostError && error.code.startsWith('BASE_UNIT') && !shown.field.includes('.');
  return { ...shown, field: isUnit ? 'channel-0-unit' : formField(shown.field) };
}
