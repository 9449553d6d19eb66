import type { FastifyRequest } from 'fastify';
import { LamppostError } from '../../base/index.ts';
import type { Place } from '../../identity/index.ts';
import type { FieldError } from '../projects/form.ts';

/** The pages of this area beside each other: people, keys, one's own account. */
export function accountTabs(active: 'people' | 'keys' | 'delegations' | 'audit' | 'account') {
  const tabs = [
    { key: 'people', text: 'People', href: '/people' },
    { key: 'keys', text: 'Keys', href: '/keys' },
    { key: 'delegations', text: 'Delegations', href: '/delegations' },
    { key: 'audit', text: 'Audit log', href: '/audit' },
    { key: 'account', text: 'Your account', href: '/account' },
  ];
  return tabs.map(({ key, text, href }) => ({ text, href, active: key === active }));
}

/** Lines of an error summary from errors about fields; throws on what is not about the form. */
export function fieldErrors(errors: readonly unknown[], fallbackField: string): FieldError[] {
  return errors.map((error) => {
    if (error instanceof LamppostError && ['invalid', 'conflict'].includes(error.kind)) {
      return { field: error.field ?? fallbackField, text: error.message };
    }
    throw error;
  });
}

/** The first value of a name in the query string, trimmed. */
export function queryText(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, string | string[] | undefined>)[name];
  return ([value ?? ''].flat()[0] ?? '').trim();
}

/** The place the query or the path names, else the first; undefined when there is none. */
export function chosenPlace(places: readonly Place[], slug: string): Place | undefined {
  return places.find((place) => place.authoritySlug === slug) ?? (slug === '' ? places[0] : undefined);
}
