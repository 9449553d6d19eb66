import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db, LamppostError } from '../../base/index.ts';
import {
  authoritiesWhere,
  can,
  findAuthority,
  forbidden,
  PERMISSIONS,
  type Permission,
  type Place,
  personOf,
  ROLES,
} from '../../identity/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import type { Page } from '../face/page-model.ts';
import { type FieldError, readForm } from '../projects/form.ts';

/** The lists of this area beside each other; the inbox for those who may see what sources bring. */
export function deviceTabs(request: FastifyRequest, active: 'devices' | 'models' | 'inbox') {
  const tabs = [
    { key: 'devices', text: 'Devices', href: '/devices' },
    { key: 'models', text: 'Models', href: '/models' },
    ...(authoritiesWhere(request.viewer, 'source.read').length > 0
      ? [{ key: 'inbox', text: 'Inbox', href: '/inbox' }]
      : []),
  ];
  return tabs.map(({ key, text, href }) => ({ text, href, active: key === active }));
}

/** The authority of the path, as far as the viewer's own places know it: its number is -1 for any other. */
export function placeOfPath(request: FastifyRequest): { authorityId: number; slug: string; authority: string } {
  const { authority, slug } = request.params as { authority: string; slug: string };
  const place = personOf(request).places.find((each) => each.authoritySlug === authority);
  return { authorityId: place?.authorityId ?? -1, slug, authority };
}

/** The `page` of a template that speaks for an authority. */
export async function pageForAuthority(
  db: Db,
  request: FastifyRequest,
  authoritySlug: string,
  parts: Pick<Page, 'title'> & Partial<Page>,
): Promise<Page> {
  const authority = await findAuthority(db, authoritySlug);
  return pageFor(request, {
    nav: 'devices',
    authority: authority ? { name: authority.name, slug: authority.slug, accent: authority.accent } : null,
    ...parts,
  });
}

/**
 * Where the viewer may do this, and the one the query or the form names (the only one when there is one). Throws
 * IDN_FORBIDDEN when there is none at all.
 */
export function placesWhere(request: FastifyRequest, permission: Permission): { places: Place[]; chosen?: Place } {
  const person = personOf(request);
  const places = person.places.filter((place) => can(person, permission, place.authorityId));
  if (places.length === 0) throw forbiddenBy(permission);
  const named = readForm(request.query).text('authority') || readForm(request.body).text('authority');
  const chosen = places.length === 1 ? places[0] : places.find((place) => place.authoritySlug === named);
  return chosen ? { places, chosen } : { places };
}

/** The same question for everything that belongs to one of several authorities. */
export function askAuthority(request: FastifyRequest, reply: FastifyReply, places: readonly Place[]) {
  const path = request.url.split('?')[0]!;
  const query = Object.entries(request.query as Record<string, string | string[]>).filter(
    ([name]) => name !== 'authority',
  );
  const page = pageFor(request, {
    title: 'For which authority?',
    nav: path.startsWith('/sources') ? 'sources' : 'devices',
  });
  return sendPage(reply, 'devices/authority.njk', {
    page,
    path,
    hidden: query.flatMap(([name, values]) => [values].flat().map((value) => ({ name, value }))),
    places: places.map((place) => ({ value: place.authoritySlug, text: place.authorityName })),
  } as never);
}

function forbiddenBy(permission: Permission): LamppostError {
  const { allows, roles } = PERMISSIONS[permission];
  return forbidden({ allows, roles: roles.map((role) => ROLES[role].label.toLowerCase()).join(' or ') });
}

/** The error with its fields named as the form names them. */
export function renamed(error: FieldError, names: Readonly<Record<string, string>>): FieldError {
  return { ...error, field: names[error.field] ?? error.field };
}
