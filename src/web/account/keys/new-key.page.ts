import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import {
  can,
  forbidden,
  issueKey,
  type KeyKind,
  type KeyScope,
  keyScopeInvalid,
  PERMISSIONS,
  type PersonViewer,
  type Place,
  personOf,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, type Form, readForm, showErrors } from '../../projects/form.ts';
import { chosenPlace, fieldErrors, queryText } from '../account-page.ts';
import { type Choice, listProjectChoices, listSourceChoices } from './key-choices.store.ts';
import { KEY_KINDS, LIFETIMES } from './key-words.ts';

const DAY_MS = 86_400_000;
const KINDS = Object.keys(KEY_KINDS) as KeyKind[];

interface Question {
  readonly kind: KeyKind;
  readonly place: Place;
  readonly sources: Choice[];
  readonly projects: Choice[];
}

interface Answers {
  readonly name: string;
  readonly source: string;
  readonly projects: readonly string[];
  readonly days: string;
}

/** Creating a key: first what it is for and where, then its name, reach and end; then the key, shown once. */
export function newKeyPages(app: FastifyInstance, { db, clock }: House): void {
  app.get('/keys/new', async (request, reply) => {
    const [kind, slug] = [queryText(request, 'kind'), queryText(request, 'authority')];
    const offered = offers(personOf(request));
    if (kind === '' && !(offered.length === 1 && slug === '')) return showKinds(request, reply, false);
    const question = await questionFor(request, kind || offered[0]!.kind, slug);
    if (!question) return showKinds(request, reply, true);
    return showForm(request, reply, question, { name: '', source: '', projects: [], days: '90' });
  });

  app.post('/keys/new', async (request, reply) => {
    const form = readForm(request.body);
    const question = await questionFor(request, form.text('kind'), form.text('authority'));
    if (!question) return showKinds(request, reply, true);
    const answers = answersIn(form);
    const expiresAt = answers.days === '' ? null : new Date(clock.now().getTime() + Number(answers.days) * DAY_MS);
    const asked = {
      kind: question.kind,
      authorityId: question.place.authorityId,
      name: answers.name,
      expiresAt,
    };
    try {
      const wanted = { ...asked, scope: scopeOf(question, answers) };
      const { key } = await db.transaction().execute((tx) => issueKey(tx, request.viewer, wanted, clock));
      const page = pageFor(request, {
        title: 'Copy the key now',
        nav: 'people',
        back: { text: 'Back to keys', href: '/keys' },
      });
      return sendPage(reply, 'account/keys/created.njk', {
        page,
        key,
        name: answers.name,
        kind: question.kind,
      } as never);
    } catch (error) {
      return showForm(request, reply, question, answers, fieldErrors([error], 'name'));
    }
  });

  function showKinds(request: FastifyRequest, reply: FastifyReply, tried: boolean) {
    const person = personOf(request);
    const kinds = [...new Set(offers(person).map((offer) => offer.kind))];
    const errors = tried
      ? [{ field: 'kind', text: 'Choose what the key is for and an authority where you may make it.' }]
      : [];
    const model = {
      page: pageFor(request, {
        title: 'What is the key for?',
        nav: 'people',
        error: tried,
        back: { text: 'Back to keys', href: '/keys' },
      }),
      kinds: kinds.map((kind) => ({ value: kind, text: KEY_KINDS[kind].label, hint: { text: KEY_KINDS[kind].use } })),
      places: person.places,
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/keys/kind.njk', model);
  }

  function showForm(
    request: FastifyRequest,
    reply: FastifyReply,
    question: Question,
    answers: Answers,
    errors: FieldError[] = [],
  ) {
    const title =
      question.kind === 'person'
        ? 'A key of your own'
        : `A key for ${question.kind === 'source' ? 'a source' : 'an analyst’s program'}`;
    const back = { text: 'Back', href: '/keys/new' };
    const model = {
      page: pageFor(request, { title, nav: 'people', error: errors.length > 0, back }),
      ...question,
      use: KEY_KINDS[question.kind].use,
      answers,
      lifetimes: LIFETIMES.map((lifetime) => ({ ...lifetime, checked: lifetime.value === answers.days })),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/keys/new.njk', model);
  }

  /** What to ask for this kind and authority; undefined when the person may not make such a key there. */
  async function questionFor(request: FastifyRequest, kind: string, slug: string): Promise<Question | undefined> {
    const person = personOf(request);
    const place = chosenPlace(
      person.places.filter((each) => offers(person).some((offer) => offer.kind === kind && offer.place === each)),
      slug,
    );
    if (!place) return undefined;
    const [sources, projects] = [
      kind === 'source' ? await listSourceChoices(db, place.authorityId) : [],
      kind === 'analyst' ? await listProjectChoices(db, place.authorityId) : [],
    ];
    return { kind: kind as KeyKind, place, sources, projects };
  }
}

/** The kinds of key the person may make, and where. */
function offers(person: PersonViewer): { kind: KeyKind; place: Place }[] {
  const all = person.places.flatMap((place) => KINDS.map((kind) => ({ kind, place })));
  const offered = all.filter(
    ({ kind, place }) =>
      kind === 'person' || can(person, kind === 'source' ? 'source.edit' : 'key.edit', place.authorityId),
  );
  if (offered.length === 0) throw forbidden({ allows: PERMISSIONS['key.edit'].allows, roles: 'of a member' });
  return offered;
}

function answersIn(form: Form): Answers {
  const days = form.text('days');
  return {
    name: form.text('name'),
    source: form.text('source'),
    projects: form.texts('projects'),
    days: LIFETIMES.some((lifetime) => lifetime.value === days) ? days : '90',
  };
}

/** Only sources and projects that were offered count: those of the authority. What was not offered widens nothing. */
function scopeOf({ kind, sources, projects }: Question, answers: Answers): KeyScope {
  if (kind === 'source') {
    const source = sources.find((each) => String(each.id) === answers.source);
    return source ? { sourceId: source.id } : {};
  }
  const chosen = projects.filter((each) => answers.projects.includes(String(each.id)));
  if (chosen.length < answers.projects.length) {
    throw keyScopeInvalid({ field: 'projects', why: 'Choose from the projects of this authority.' });
  }
  return chosen.length > 0 ? { projectIds: chosen.map((each) => each.id) } : {};
}
