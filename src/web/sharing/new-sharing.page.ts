import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../base/index.ts';
import { can, forbidden, listAuthorities, listPartnerships, personOf } from '../../identity/index.ts';
import { DETAILS, type Detail, proposeSharing, sayDetail } from '../../register/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { PURPOSES } from '../projects/declaration/choices.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../projects/form.ts';

const TEXTS = ['authority', 'title', 'controllers', 'detail', 'valid-from', 'ends-on', 'partnership'] as const;
const LISTS = ['purposes', 'gives', 'receives'] as const;
type Answers = Record<(typeof TEXTS)[number], string> & Record<(typeof LISTS)[number], string[]>;

/** Proposing a sharing agreement: the parties, what for, how fine, until when. */
export function newSharingPage(app: FastifyInstance, { db, clock }: House): void {
  async function show(request: FastifyRequest, reply: FastifyReply, answers: Answers, errors: FieldError[] = []) {
    const person = personOf(request);
    const own = person.places.filter(({ authorityId }) => can(person, 'sharing.propose', authorityId));
    if (own.length === 0)
      throw forbidden({ allows: 'propose sharing agreements', roles: 'project lead or information governance' });
    const authorities = await listAuthorities(db);
    const chosen = (list: readonly string[]) =>
      authorities.map(({ id, name }) => ({ value: String(id), text: name, checked: list.includes(String(id)) }));
    const model = {
      page: pageFor(request, {
        title: 'Propose a sharing agreement',
        nav: 'data',
        back: { text: 'Back', href: '/sharing' },
        error: errors.length > 0,
      }),
      own: own.map(({ authorityId, authorityName }) => ({ value: String(authorityId), text: authorityName })),
      answers: { ...answers, authority: answers.authority || String(own[0]!.authorityId) },
      gives: chosen(answers.gives),
      receives: chosen(answers.receives),
      purposes: PURPOSES.map(({ value, text }) => ({ value, text, checked: answers.purposes.includes(value) })),
      details: DETAILS.map((value) => ({ value, text: sayDetail(value) })),
      partnerships: (await listPartnerships(db)).map(({ id, name }) => ({ value: String(id), text: name })),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'sharing/new.njk', model, errors.length > 0 ? { status: 400 } : {});
  }

  app.get('/sharing/new', (request, reply) => show(request, reply, answersIn({})));

  app.post('/sharing/new', async (request, reply) => {
    const answers = answersIn(request.body);
    const number = (text: string) => Number(text) || 0;
    const ids = [...new Set([...answers.gives, ...answers.receives])];
    const wanted = {
      authorityId: number(answers.authority),
      title: answers.title,
      purposes: answers.purposes.filter((code) => PURPOSES.some(({ value }) => value === code)),
      controllers: answers.controllers,
      detail: answers.detail as Detail,
      validFrom: answers['valid-from'],
      endsOn: answers['ends-on'],
      partnershipId: answers.partnership === '' ? null : number(answers.partnership),
      parties: await partiesOf(ids, answers),
    };
    try {
      const id = await db.transaction().execute((tx) => proposeSharing(tx, request.viewer, wanted, clock));
      return reply.redirect(`/sharing/${id}`, 303);
    } catch (error) {
      if (error instanceof LamppostError && error.kind === 'forbidden') throw error;
      return show(request, reply, answers, [asFieldError(error, 'title')]);
    }
  });

  /** Only authorities there are. */
  async function partiesOf(ids: readonly string[], { gives, receives }: Answers) {
    const known = await listAuthorities(db);
    return known
      .filter(({ id }) => ids.includes(String(id)))
      .map(({ id }) => ({
        authorityId: id,
        gives: gives.includes(String(id)),
        receives: receives.includes(String(id)),
      }));
  }
}

function answersIn(body: unknown): Answers {
  const form = readForm(body);
  const texts = Object.fromEntries(TEXTS.map((name) => [name, form.text(name)]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, form.texts(name)]));
  return { ...texts, ...lists } as Answers;
}
