import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import type { Place } from '../../../identity/index.ts';
import { createSource, DOORS, type Door, type SourceSettings } from '../../../ingest/index.ts';
import { slugOf } from '../../../projects/index.ts';
import { IDENTIFIER_KINDS, type IdentifierKind } from '../../../register/index.ts';
import { IDENTIFIER_WORDS } from '../../devices/device-words.ts';
import { askAuthority, pageForAuthority, placesWhere } from '../../devices/devices-page.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, labelled, readForm, showErrors } from '../../projects/form.ts';
import { showKey } from '../source/key.page.ts';
import { DOOR_WORDS, FORMAT_WORDS } from '../source-words.ts';

interface Answers {
  readonly name: string;
  readonly slug: string;
  readonly door: string;
  readonly kind: string;
  readonly topic: string;
  readonly format: string;
}

/** Setting up a source; its key is shown once on the page that follows, where its door takes one. */
export function newSourcePage(app: FastifyInstance, house: House): void {
  const { db, clock } = house;
  app.get('/sources/new', async (request, reply) => {
    const { places, chosen } = placesWhere(request, 'source.edit');
    return chosen ? show(request, reply, chosen, answersIn(readForm({}))) : askAuthority(request, reply, places);
  });

  app.post('/sources/new', async (request, reply) => {
    const { places, chosen } = placesWhere(request, 'source.edit');
    if (!chosen) return askAuthority(request, reply, places);
    const answers = answersIn(readForm(request.body));
    const errors = problemsOf(answers);
    if (errors.length > 0) return show(request, reply, chosen, answers, errors);
    const door = answers.door as Door;
    const wanted = {
      authorityId: chosen.authorityId,
      slug: answers.slug || slugOf(answers.name),
      name: answers.name,
      door,
      identifierKind: answers.kind as IdentifierKind,
      settings: door === 'mqtt-client' ? settingsOf(answers) : {},
    };
    try {
      const keyed = await db.transaction().execute((tx) => createSource(tx, request.viewer, wanted, clock));
      if (DOOR_WORDS[door].hasKey) return await showKey(house, request, reply, keyed);
      return reply.redirect(`/sources/${chosen.authoritySlug}/${keyed.source.slug}?done=made`, 303);
    } catch (error) {
      return show(request, reply, chosen, { ...answers, slug: wanted.slug }, [sourceError(error)]);
    }
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    place: Place,
    answers: Answers,
    errors: readonly FieldError[] = [],
  ) {
    const model = {
      page: await pageForAuthority(db, request, place.authoritySlug, {
        title: 'Set up a source',
        nav: 'sources',
        error: errors.length > 0,
        back: { text: 'Back to sources', href: '/sources' },
      }),
      authority: place.authoritySlug,
      answers,
      doors: DOORS.map((door) => ({
        value: door,
        text: DOOR_WORDS[door].word,
        hint: { text: DOOR_WORDS[door].hint },
        checked: door === answers.door,
      })),
      kinds: IDENTIFIER_KINDS.map((kind) => ({
        value: kind,
        text: IDENTIFIER_WORDS[kind].word,
        hint: { text: IDENTIFIER_WORDS[kind].hint },
        checked: kind === answers.kind,
      })),
      formats: Object.entries(FORMAT_WORDS).map(([value, text]) => ({
        value,
        text,
        selected: value === answers.format,
      })),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'sources/new/new.njk', model);
  }
}

function answersIn(form: Form): Answers {
  return {
    name: form.text('name'),
    slug: form.text('slug'),
    door: form.text('door'),
    kind: form.text('identifier_kind'),
    topic: form.text('topic'),
    format: form.text('format') || 'json',
  };
}

function problemsOf({ name, door, kind, topic }: Answers): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '') errors.push({ field: 'name', text: 'Enter a name' });
  if (!DOORS.some((each) => each === door)) errors.push({ field: 'door', text: 'Choose how it sends' });
  if (!IDENTIFIER_KINDS.some((each) => each === kind))
    errors.push({ field: 'identifier_kind', text: 'Choose what its messages call a device' });
  if (door === 'mqtt-client' && topic === '')
    errors.push({ field: 'topic', text: 'Enter the topic to read, such as sensors/+/up' });
  return errors;
}

function settingsOf({ topic, format }: Answers): SourceSettings {
  return { topic, format: format as NonNullable<SourceSettings['format']> };
}

const WORDS = labelled({
  name: 'Name',
  slug: 'Short name',
  door: 'How it sends',
  identifier_kind: 'What its messages call a device',
  'settings.topic': 'Topic to read',
  'settings.format': 'What its messages look like',
});

/** A short name in use is the form's `slug`; settings are named as the form names them. */
function sourceError(error: unknown): FieldError {
  const shown = asFieldError(error, 'name', WORDS);
  const isTaken = error instanceof LamppostError && error.code === 'ING_SOURCE_TAKEN';
  return { ...shown, field: isTaken ? 'slug' : shown.field.replace(/^settings\./, '') };
}
