import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError, type Tx } from '../../../base/index.ts';
import {
  ALL_ROLES,
  can,
  endMembership,
  endSessionsOf,
  factorState,
  findPersonById,
  giveRole,
  grantedRolesOf,
  isRole,
  issuePasswordLink,
  type Person,
  type Place,
  personOf,
  personUnknown,
  ROLES,
  type Role,
  requirePermission,
  resetFactor,
  rolesOf,
  sessionsOfPerson,
  takeRole,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { fieldErrors } from '../account-page.ts';
import { browserWords } from '../own/browser-words.ts';
import { placeOf } from './person-paths.ts';
import { sendLinkPage } from './send-link-page.ts';

const PATH = '/people/:authority/:person(^\\d{1,9}$)';

/** One person of an authority: roles to grant and end, a link for a new password, the end of the membership. */
export function personPages(app: FastifyInstance, house: House): void {
  const { db, clock } = house;

  app.get(PATH, (request, reply) => show(request, reply));

  app.post(`${PATH}/roles`, async (request, reply) => {
    const form = readForm(request.body);
    const role = form.text('role');
    if (!isRole(role)) return show(request, reply, [{ field: 'role', text: 'Choose a role.' }]);
    const change = form.text('act') === 'end' ? takeRole : giveRole;
    return act(request, reply, (tx, who) => change(tx, request.viewer, { ...who, role }));
  });

  app.post(`${PATH}/password-link`, async (request, reply) => {
    const who = await memberOf(request);
    const linkToken = await db.transaction().execute((tx) => issuePasswordLink(tx, request.viewer, idsOf(who), clock));
    return sendLinkPage(house, request, reply, { personId: who.person.id, linkToken, place: who.place });
  });

  app.post(`${PATH}/sessions`, (request, reply) =>
    act(request, reply, (tx, who) => endSessionsOf(tx, request.viewer, who, clock)),
  );

  app.post(`${PATH}/second-factor`, (request, reply) =>
    act(request, reply, (tx, who) => resetFactor(tx, request.viewer, who, clock)),
  );

  app.get(`${PATH}/end`, async (request, reply) => {
    const who = await memberOf(request);
    requirePermission(request.viewer, 'people.edit', who.place.authorityId);
    const title = `End ${who.person.name}’s membership?`;
    const page = pageFor(request, { title, nav: 'people', back: { text: 'Back', href: hrefOf(who) } });
    return sendPage(reply, 'account/people/end.njk', { page, ...who, href: hrefOf(who) } as never);
  });

  app.post(`${PATH}/end`, async (request, reply) => {
    const who = await memberOf(request);
    try {
      await db.transaction().execute((tx) => endMembership(tx, request.viewer, idsOf(who), clock));
    } catch (error) {
      return show(request, reply, fieldErrors([error], 'role'));
    }
    return reply.redirect(`/people?authority=${who.place.authoritySlug}`, 303);
  });

  async function show(request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = []) {
    const { place, person, roles } = await memberOf(request);
    const self = personOf(request).personId === person.id;
    const mayEdit = can(request.viewer, 'people.edit', place.authorityId) && !self;
    const granted = await grantedRolesOf(db, person.id, place.authorityId);
    const model = {
      page: pageFor(request, {
        title: person.name,
        nav: 'people',
        error: errors.length > 0,
        back: { text: 'Back to people', href: `/people?authority=${place.authoritySlug}` },
      }),
      place,
      person,
      self,
      factor: await factorState(db, person.id),
      href: hrefOf({ place, person }),
      mayEdit,
      sessions: mayEdit ? await sessionsSeen(request, { place, person }) : undefined,
      roles: roles.map((role) => ({ role, ...ROLES[role], lent: !granted.includes(role) })),
      others: ALL_ROLES.filter((role) => !roles.includes(role)).map((role) => ({
        value: role,
        text: ROLES[role].label,
      })),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/people/person.njk', model);
  }

  /** Where the person is signed in; undefined for those whose account another authority has a say in. */
  async function sessionsSeen(request: FastifyRequest, who: Who) {
    try {
      const seen = await db.transaction().execute((tx) => sessionsOfPerson(tx, request.viewer, idsOf(who), clock));
      return seen.map((session) => ({ ...session, browser: browserWords(session.userAgent) }));
    } catch (error) {
      if (error instanceof LamppostError && error.kind === 'forbidden') return undefined;
      throw error;
    }
  }

  async function act(
    request: FastifyRequest,
    reply: FastifyReply,
    change: (tx: Tx, who: { authorityId: number; personId: number }) => Promise<unknown>,
  ) {
    const who = await memberOf(request);
    try {
      await db.transaction().execute((tx) => change(tx, idsOf(who)));
    } catch (error) {
      return show(request, reply, fieldErrors([error], 'role'));
    }
    const stillMember = (await rolesOf(db, who.person.id, who.place.authorityId)).length > 0;
    return reply.redirect(stillMember ? hrefOf(who) : `/people?authority=${who.place.authoritySlug}`, 303);
  }

  /** The person of the path, if they hold a role there now. */
  async function memberOf(request: FastifyRequest): Promise<{ place: Place; person: Person; roles: Role[] }> {
    const place = placeOf(request);
    requirePermission(request.viewer, 'people.read', place.authorityId);
    const id = Number((request.params as { person: string }).person);
    const [person, roles] = [await findPersonById(db, id), await rolesOf(db, id, place.authorityId)];
    if (!person || roles.length === 0) throw personUnknown();
    return { place, person, roles };
  }
}

type Who = { place: Place; person: Person };

function idsOf({ place, person }: Who) {
  return { authorityId: place.authorityId, personId: person.id };
}

function hrefOf({ place, person }: Who): string {
  return `/people/${place.authoritySlug}/${person.id}`;
}
