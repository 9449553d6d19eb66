import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import {
  ALL_ROLES,
  authoritiesWhere,
  can,
  listPeople,
  type Member,
  type Place,
  personOf,
  ROLES,
  type Role,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { accountTabs, chosenPlace, queryText } from '../account-page.ts';
import { peopleCsv } from './people-csv.ts';

/** Who holds which role: search, filter by role with counts, the same as CSV. */
export function peopleListPage(app: FastifyInstance, { db }: House): void {
  app.get('/people', async (request, reply) => {
    const places = readablePlaces(request);
    const place = chosenPlace(places, queryText(request, 'authority'));
    const { search, roles, people, found } = place ? await peopleOf(request, place) : NOBODY;
    const model = {
      page: pageFor(request, { title: 'People', nav: 'people', wide: true }),
      tabs: accountTabs('people'),
      places: places.map((each) => ({ ...each, current: each === place })),
      place,
      search,
      groups: roleGroups(found, roles),
      people: people.map((member) => personRow(member, place!)),
      chosen: search !== '' || roles.length > 0,
      mayEdit: place !== undefined && can(request.viewer, 'people.edit', place.authorityId),
      maySetSignIn: place !== undefined && can(request.viewer, 'sign-in.edit', place.authorityId),
      csvHref: place && `/people.csv?${new URLSearchParams({ authority: place.authoritySlug, q: search })}`,
    };
    return sendPage(reply, 'account/people/list.njk', model);
  });

  app.get('/people.csv', async (request, reply) => {
    const place = chosenPlace(readablePlaces(request), queryText(request, 'authority'));
    const { people } = place ? await peopleOf(request, place) : NOBODY;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="people.csv"')
      .send(peopleCsv(people));
  });

  async function peopleOf(request: FastifyRequest, place: Place): Promise<typeof NOBODY> {
    const search = queryText(request, 'q');
    const wanted = [(request.query as { role?: string | string[] }).role ?? []].flat();
    const roles = ALL_ROLES.filter((role) => wanted.includes(role));
    const found = await listPeople(db, place.authorityId, search);
    const holdsOne = (member: Member) => roles.length === 0 || roles.some((role) => member.roles.includes(role));
    return { search, roles, found, people: found.filter(holdsOne) };
  }
}

const NOBODY = { search: '', roles: [] as Role[], found: [] as Member[], people: [] as Member[] };

function readablePlaces(request: FastifyRequest): Place[] {
  const readable = authoritiesWhere(request.viewer, 'people.read');
  return personOf(request).places.filter((place) => readable.includes(place.authorityId));
}

function roleGroups(found: readonly Member[], chosen: readonly Role[]) {
  const items = ALL_ROLES.map((role) => ({
    value: role,
    text: ROLES[role].label,
    count: found.filter((member) => member.roles.includes(role)).length,
    checked: chosen.includes(role),
  }));
  return [{ name: 'role', legend: 'Role', items: items.filter((item) => item.count > 0 || item.checked), open: true }];
}

function personRow(member: Member, place: Place) {
  return {
    ...member,
    href: `/people/${place.authoritySlug}/${member.id}`,
    roleWords: member.roles.map((role) => ROLES[role].label).join(', '),
  };
}
