import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import {
  ALL_ROLES,
  authoritiesWhere,
  can,
  delegateRole,
  endDelegation,
  isRole,
  listDelegations,
  listPeople,
  mayEnd,
  type Place,
  personOf,
  ROLES,
  requirePermission,
} from '../../../identity/index.ts';
import { londonInstant } from '../../face/local-time.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { accountTabs, chosenPlace, queryText } from '../account-page.ts';
import { placeOf } from '../people/person-paths.ts';

const NOTHING = { role: '', from: '', to: '', since: '', until: '', reason: '' };
type Answers = typeof NOTHING;

/** Roles lent for a time: who acts for whom, from when to when and why; the form to lend one. */
export function delegationPages(app: FastifyInstance, { db, clock }: House): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    place: Place | undefined,
    answers: Answers = NOTHING,
    errors: FieldError[] = [],
  ) {
    const person = personOf(request);
    const [delegations, people] = place
      ? [await listDelegations(db, place.authorityId, clock), await listPeople(db, place.authorityId)]
      : [[], []];
    const managesPeople = place !== undefined && can(person, 'people.edit', place.authorityId);
    const others = people.filter(({ id }) => id !== person.personId);
    const model = {
      page: pageFor(request, { title: 'Delegations', nav: 'people', wide: true, error: errors.length > 0 }),
      tabs: accountTabs('delegations'),
      place,
      places: readablePlaces(request).map((each) => ({ ...each, current: each.authorityId === place?.authorityId })),
      delegations: delegations.map((each) => ({
        ...each,
        roleLabel: ROLES[each.role].label,
        running: each.validFrom <= clock.now(),
        lastDay: new Date(each.validTo.getTime() - 1),
        mayEnd: mayEnd(person, each),
      })),
      lenders: managesPeople
        ? [{ value: person.personId, text: `${person.name} (you)` }, ...others.map(personItem)]
        : [],
      borrowers: others.map(personItem),
      roles: (managesPeople ? ALL_ROLES : (place?.roles ?? [])).map((role) => ({
        value: role,
        text: ROLES[role].label,
      })),
      answers,
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/delegations/list.njk', model, errors.length > 0 ? { status: 400 } : {});
  }

  app.get('/delegations', (request, reply) =>
    show(request, reply, chosenPlace(readablePlaces(request), queryText(request, 'authority'))),
  );

  app.post('/delegations/:authority', async (request, reply) => {
    const place = placeOf(request);
    requirePermission(request.viewer, 'people.read', place.authorityId);
    const form = readForm(request.body);
    const answers = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, form.text(name)])) as Answers;
    const validFrom = startOf(answers.since) ?? (answers.since === '' ? clock.now() : undefined);
    const validTo = startOf(answers.until, 1);
    const missing = [
      ...(isRole(answers.role) ? [] : [{ field: 'role', text: 'Choose a role.' }]),
      ...(validFrom ? [] : [{ field: 'since', text: 'Enter the first day as a date, such as 2026-03-31.' }]),
      ...(validTo ? [] : [{ field: 'until', text: 'Enter the last day as a date, such as 2026-04-14.' }]),
    ];
    if (!isRole(answers.role) || !validFrom || !validTo) return show(request, reply, place, answers, missing);
    const wanted = {
      authorityId: place.authorityId,
      role: answers.role,
      fromPersonId: form.id('from') || personOf(request).personId,
      toPersonId: form.id('to'),
      validFrom,
      validTo,
      reason: answers.reason,
    };
    try {
      await db.transaction().execute((tx) => delegateRole(tx, request.viewer, wanted, clock));
    } catch (error) {
      if (!(error instanceof LamppostError) || error.field === undefined) throw error;
      return show(request, reply, place, answers, [{ field: error.field, text: error.message }]);
    }
    return reply.redirect(`/delegations?authority=${place.authoritySlug}`, 303);
  });

  app.post('/delegations/:authority/:delegation(^\\d{1,9}$)/end', async (request, reply) => {
    const place = placeOf(request);
    const id = Number((request.params as { delegation: string }).delegation);
    await db.transaction().execute((tx) => endDelegation(tx, request.viewer, id, clock));
    return reply.redirect(`/delegations?authority=${place.authoritySlug}`, 303);
  });
}

function readablePlaces(request: FastifyRequest): Place[] {
  const readable = authoritiesWhere(request.viewer, 'people.read');
  return personOf(request).places.filter(({ authorityId }) => readable.includes(authorityId));
}

function personItem({ id, name }: { id: number; name: string }) {
  return { value: id, text: name };
}

/** The start of a day in London, or of the day so many later; undefined for what is no day. */
function startOf(text: string, daysLater = 0): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.slice(1).map(Number);
  if (!parts || Number.isNaN(Date.parse(text))) return undefined;
  const [year, month, day] = parts as [number, number, number];
  const later = new Date(Date.UTC(year, month - 1, day + daysLater));
  return londonInstant(later.getUTCFullYear(), later.getUTCMonth() + 1, later.getUTCDate(), 0, 0);
}
