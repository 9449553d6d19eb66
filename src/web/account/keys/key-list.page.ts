import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import {
  authoritiesWhere,
  type KeyKind,
  type ListedKey,
  listKeys,
  mayWithdraw,
  personOf,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { accountTabs, queryText } from '../account-page.ts';
import { KEY_KINDS, scopeWords, stateOf } from './key-words.ts';

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];

/** One's own keys and, for those who may, every key of the authority: search and filter by kind with counts. */
export function keyListPage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/keys', async (request, reply) => {
    const person = personOf(request);
    const search = queryText(request, 'q');
    const kinds = chosenKinds(request);
    const authorityIds = authoritiesWhere(person, 'key.read');
    const all = await listKeys(db, { authorityIds, personId: person.personId });
    const found = all.filter((key) => `${key.name} ${key.prefix}`.toLowerCase().includes(search.toLowerCase()));
    const shown = found.filter((key) => kinds.length === 0 || kinds.includes(key.kind));
    const nameOf = (key: ListedKey) =>
      person.places.find((place) => place.authorityId === key.authorityId)?.authorityName ?? '';
    const model = {
      page: pageFor(request, { title: 'Keys', nav: 'people', wide: true }),
      tabs: accountTabs('keys'),
      search,
      total: all.length,
      groups: kindGroups(found, kinds),
      many: person.places.length > 1,
      member: person.places.length > 0,
      keys: shown.map((key) => ({
        ...key,
        kindWord:
          key.kind === 'person' && key.personId !== person.personId ? 'A colleague’s own' : KEY_KINDS[key.kind].label,
        authority: nameOf(key),
        opens: scopeWords(key),
        state: stateOf(key, clock.now()),
        revokeHref: key.revokedAt === null && mayWithdraw(person, key) ? `/keys/${key.id}/revoke` : undefined,
      })),
    };
    return sendPage(reply, 'account/keys/list.njk', model);
  });
}

function chosenKinds(request: FastifyRequest): KeyKind[] {
  const wanted = [(request.query as { kind?: string | string[] }).kind ?? []].flat();
  return KINDS.filter((kind) => wanted.includes(kind));
}

function kindGroups(found: readonly ListedKey[], chosen: readonly KeyKind[]) {
  const items = KINDS.map((kind) => ({
    value: kind,
    text: KEY_KINDS[kind].label,
    count: found.filter((key) => key.kind === kind).length,
    checked: chosen.includes(kind),
  }));
  return [{ name: 'kind', legend: 'What the key is for', items, open: true }];
}
