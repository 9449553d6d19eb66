import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { type AuditRow, authoritiesWhere, type Place, personOf, readAudit } from '../../../identity/index.ts';
import { csvOf } from '../../face/csv.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { pagerAfter } from '../../face/pager.ts';
import { accountTabs, chosenPlace, queryText } from '../account-page.ts';
import { deedWords, THING_WORDS } from './action-words.ts';

const PAGE_SIZE = 50;
const MOST_EXPORTED = 100_000;

/** The audit log of an authority: search, filter by thing with counts, the same as CSV and as JSON lines. */
export function auditPages(app: FastifyInstance, { db }: House): void {
  app.get('/audit', async (request, reply) => {
    const { place, places, asked } = askedOf(request);
    const before = Number(queryText(request, 'before')) || undefined;
    const found = place
      ? await readAudit(db, request.viewer, asked!, { limit: PAGE_SIZE + 1, ...(before ? { before } : {}) })
      : { entries: [], things: [] };
    const entries = found.entries.slice(0, PAGE_SIZE);
    const query = queryOf(request, place);
    const older =
      found.entries.length > PAGE_SIZE
        ? new URLSearchParams([...query, ['before', String(entries.at(-1)!.position)]])
        : undefined;
    const model = {
      page: pageFor(request, { title: 'Audit log', nav: 'people', wide: true }),
      tabs: accountTabs('audit'),
      places: places.map((each) => ({ ...each, current: each === place })),
      place,
      search: asked?.search ?? '',
      groups: [{ name: 'thing', legend: 'About', items: thingItems(found.things, asked?.things ?? []), open: true }],
      entries: entries.map(rowOf),
      total: asked ? totalOf(found.things, asked.things) : 0,
      pager: pagerAfter({
        shown: entries.length,
        ...(older ? { nextHref: `/audit?${older}` } : {}),
        ...(before ? { previousHref: `/audit?${query}` } : {}),
      }),
      exports: place && { csv: `/audit.csv?${query}`, lines: `/audit.jsonl?${query}` },
    };
    return sendPage(reply, 'account/audit/list.njk', model);
  });

  app.get('/audit.csv', async (request, reply) => {
    const header = ['position', 'at', 'who', 'action', 'subject', 'id', 'version', 'reason', 'facts', 'hash'];
    const rows = (await exported(request)).map((row) => [
      row.position,
      row.at,
      whoWords(row),
      row.action,
      row.subjectKind,
      row.subjectId,
      row.version,
      row.reason,
      JSON.stringify(row.facts),
      row.hash,
    ]);
    return send(reply, 'audit.csv', 'text/csv; charset=utf-8', csvOf(header, rows));
  });

  app.get('/audit.jsonl', async (request, reply) => {
    const lines = (await exported(request)).map(
      ({ position, hash, entry }) => `${JSON.stringify({ position, hash, entry })}\n`,
    );
    return send(reply, 'audit.jsonl', 'application/jsonl; charset=utf-8', lines.join(''));
  });

  /** The oldest first, as a chain is checked. */
  async function exported(request: FastifyRequest): Promise<AuditRow[]> {
    const { asked } = askedOf(request);
    if (!asked) return [];
    return (await readAudit(db, request.viewer, asked, { limit: MOST_EXPORTED })).entries.reverse();
  }
}

function askedOf(request: FastifyRequest) {
  const readable = authoritiesWhere(request.viewer, 'audit.read');
  const places = personOf(request).places.filter(({ authorityId }) => readable.includes(authorityId));
  const place = chosenPlace(places, queryText(request, 'authority'));
  const things = [(request.query as { thing?: string | string[] }).thing ?? []].flat();
  const asked = place && { authorityId: place.authorityId, search: queryText(request, 'q'), things };
  return { places, place, asked };
}

function queryOf(request: FastifyRequest, place: Place | undefined): URLSearchParams {
  const { asked } = askedOf(request);
  const query = new URLSearchParams(place ? { authority: place.authoritySlug } : {});
  if (asked?.search) query.set('q', asked.search);
  for (const thing of asked?.things ?? []) query.append('thing', thing);
  return query;
}

function thingItems(things: readonly { thing: string; count: number }[], chosen: readonly string[]) {
  return things.map(({ thing, count }) => ({
    value: thing,
    text: THING_WORDS[thing] ?? thing,
    count,
    checked: chosen.includes(thing),
  }));
}

function totalOf(things: readonly { thing: string; count: number }[], chosen: readonly string[]): number {
  return things.reduce(
    (sum, { thing, count }) => (chosen.length === 0 || chosen.includes(thing) ? sum + count : sum),
    0,
  );
}

function rowOf(row: AuditRow) {
  const about = row.subjectName ?? `${row.subjectKind} ${row.subjectId}`;
  const facts = Object.entries(row.facts).map(([name, value]) => `${name} ${factWords(value)}`);
  return {
    position: row.position,
    at: row.at,
    who: whoWords(row),
    deed: deedWords(row.action),
    about: row.version === null ? about : `${about}, version ${row.version}`,
    facts: facts.join('; '),
    reason: row.reason,
  };
}

/** Instants lose their seconds: the exact time of an entry is its own. */
function factWords(value: unknown): string {
  return String(value)
    .replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*Z$/, '$1 $2 UTC')
    .replaceAll('_', ' ');
}

function whoWords({ actorKind, actorName }: AuditRow): string {
  if (actorKind === 'house') return 'Lamppost itself';
  if (actorKind === 'public') return 'Somebody who did not sign in';
  return actorKind === 'key' ? `the key “${actorName}”` : (actorName ?? 'somebody who is gone');
}

function send(reply: FastifyReply, name: string, type: string, text: string) {
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(text);
}
