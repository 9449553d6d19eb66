import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House, Tx } from '../../../base/index.ts';
import { can, type Place } from '../../../identity/index.ts';
import { dismissInbox, type InboxEntry, listInbox } from '../../../ingest/index.ts';
import { slugOf } from '../../../projects/index.ts';
import { IDENTIFIER_KINDS, type IdentifierKind, registerDevice } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, labelled, readForm, showErrors } from '../../projects/form.ts';
import { IDENTIFIER_WORDS } from '../device-words.ts';
import { askAuthority, pageForAuthority, placesWhere, renamed } from '../devices-page.ts';
import { type PlaceAnswers, placeAnswersIn, placeProblems } from '../place/place-answers.ts';
import { placesToOffer } from '../place/place-choices.store.ts';
import { KIND_ITEMS, WHERE_ITEMS } from '../place/place-items.ts';
import { FormRefused, settlePlace } from '../place/settle-place.ts';
import { type Choice, modelChoices, projectChoices } from './new-device.store.ts';

interface Answers {
  readonly project: string;
  readonly model: string;
  readonly name: string;
  readonly slug: string;
  readonly identifierKind: string;
  readonly identifier: string;
  readonly isLive: string;
  readonly at: PlaceAnswers;
}

const FIELDS = { slug: 'slug', 'identifiers.0': 'identifier', 'identifiers.0.value': 'identifier' };
const WORDS = labelled({ name: 'Name', slug: 'Address', project: 'Project', model: 'Model' });

/** Registering one device: project, model, identifier and where it stands, in one form. */
export function newDevicePage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/devices/new', async (request, reply) => {
    const { places, chosen } = placesWhere(request, 'device.edit');
    if (!chosen) return askAuthority(request, reply, places);
    return show(request, reply, chosen, answersIn(readForm(request.query)));
  });

  app.post('/devices/new', async (request, reply) => {
    const { places, chosen } = placesWhere(request, 'device.edit');
    if (!chosen) return askAuthority(request, reply, places);
    const answers = answersIn(readForm(request.body));
    const [projects, models] = await choicesOf(request, chosen);
    const project = projects.find(({ id }) => String(id) === answers.project);
    const model = models.find(({ id }) => String(id) === answers.model);
    const errors = problemsOf(answers, project, model);
    if (errors.length > 0) return show(request, reply, chosen, answers, errors);
    try {
      const { slug } = await db
        .transaction()
        .execute((tx) => register(tx, request, chosen, { ...answers, projectId: project!.id, modelId: model!.id }));
      return reply.redirect(`/devices/${chosen.authoritySlug}/${slug}?done=registered`, 303);
    } catch (error) {
      if (error instanceof FormRefused) return show(request, reply, chosen, answers, error.errors);
      return show(request, reply, chosen, answers, [renamed(asFieldError(error, 'name', WORDS), FIELDS)]);
    }
  });

  async function register(
    tx: Tx,
    request: FastifyRequest,
    { authorityId }: Place,
    answers: Answers & { projectId: number; modelId: number },
  ): Promise<{ slug: string }> {
    const { viewer } = request;
    const place = await settlePlace(tx, viewer, authorityId, answers.at);
    const kind = answers.identifierKind as IdentifierKind;
    const registered = await registerDevice(tx, viewer, {
      projectId: answers.projectId,
      modelId: answers.modelId,
      name: answers.name,
      ...(answers.slug ? { slug: answers.slug } : {}),
      identifiers: [{ kind, value: answers.identifier }],
      state: answers.isLive === 'yes' ? 'live' : 'planned',
      ...(place ? { place: { ...place, from: clock.now() } } : {}),
    });
    if (can(viewer, 'source.edit', authorityId)) {
      for (const entry of await waiting(tx, request, authorityId, answers)) await dismissInbox(tx, viewer, entry);
    }
    return registered;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    place: Place,
    answers: Answers,
    errors: readonly FieldError[] = [],
  ) {
    const [projects, models] = await choicesOf(request, place);
    const model = {
      page: await pageForAuthority(db, request, place.authoritySlug, {
        title: 'Register a device',
        error: errors.length > 0,
        back: { text: 'Back to devices', href: '/devices' },
      }),
      authority: place.authoritySlug,
      answers: {
        ...answers,
        slug: answers.slug || (errors.some(({ field }) => field === 'slug') ? slugOf(answers.name) : ''),
      },
      projects: projects.map((each) => item(each, answers.project)),
      models: models.map((each) => item(each, answers.model)),
      kinds: IDENTIFIER_KINDS.map((kind) => ({
        value: kind,
        text: IDENTIFIER_WORDS[kind].word,
        hint: { text: IDENTIFIER_WORDS[kind].hint },
        checked: kind === answers.identifierKind,
      })),
      slugAsked: answers.slug !== '' || errors.some(({ field }) => field === 'slug'),
      offered: await placesToOffer(db, request.viewer, place.authorityId),
      whereItems: WHERE_ITEMS,
      kindItems: KIND_ITEMS,
      errors: showErrors(errors),
    };
    return sendPage(reply, 'devices/new/new.njk', model);
  }

  function choicesOf(request: FastifyRequest, { authorityId }: Place): Promise<[Choice[], Choice[]]> {
    return Promise.all([
      projectChoices(db, request.viewer, authorityId),
      modelChoices(db, request.viewer, authorityId),
    ]);
  }
}

async function waiting(
  tx: Tx,
  request: FastifyRequest,
  authorityId: number,
  { identifierKind, identifier }: Answers,
): Promise<InboxEntry[]> {
  const plain = (text: string) => text.replace(/[\s:-]/g, '').toUpperCase();
  return (await listInbox(tx, request.viewer)).filter(
    (entry) =>
      entry.authorityId === authorityId &&
      entry.kind === identifierKind &&
      plain(entry.identifier) === plain(identifier),
  );
}

function answersIn(form: Form): Answers {
  return {
    project: form.text('project'),
    model: form.text('model'),
    name: form.text('name'),
    slug: form.text('slug'),
    identifierKind: form.text('identifier_kind'),
    identifier: form.text('identifier'),
    isLive: form.text('live'),
    at: placeAnswersIn(form),
  };
}

function problemsOf(answers: Answers, project: Choice | undefined, model: Choice | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: string, text: string) => errors.push({ field, text });
  if (!project) wrong('project', 'Choose the project it belongs to');
  if (!model) wrong('model', 'Choose what model it is');
  if (answers.name === '') wrong('name', 'Enter a name');
  if (!IDENTIFIER_KINDS.some((kind) => kind === answers.identifierKind))
    wrong('identifier_kind', 'Choose what kind of identifier it sends');
  if (answers.identifier === '') wrong('identifier', 'Enter the identifier it sends');
  errors.push(...placeProblems(answers.at, ['there', 'new', 'later']));
  if (answers.isLive !== 'yes' && answers.isLive !== 'no') wrong('live', 'Say whether its readings count from now on');
  return errors;
}

function item({ id, text }: Choice, chosen: string) {
  return { value: String(id), text, selected: String(id) === chosen };
}
