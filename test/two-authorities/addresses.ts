/** Addresses of a route with what stands in a borough. */
import { type Db, sql } from '../../src/base/index.ts';
import type { Borough } from './borough.ts';

type Pool = Readonly<Record<string, readonly string[]>>;

/** What may stand for each parameter, by the part of the address it follows. */
export async function poolOf(db: Db, { authorityId, slug }: Borough): Promise<Pool> {
  const list = async (from: ReturnType<typeof sql>) =>
    (await sql<{ value: string }>`select value::text as value from (${from}) as listed (value)`.execute(db)).rows.map(
      ({ value }) => value,
    );
  const slugs = (table: string) => list(sql`select slug from ${sql.table(table)} where authority_id = ${authorityId}`);
  const ids = (table: string) => list(sql`select id from ${sql.table(table)} where authority_id = ${authorityId}`);
  return {
    authority: [slug],
    projects: await slugs('projects.project'),
    devices: await slugs('register.device'),
    places: await slugs('register.place'),
    models: await slugs('register.model'),
    sources: await slugs('ingest.source'),
    people: await list(sql`select person_id from identity.membership where authority_id = ${authorityId}`),
    keys: await ids('identity.credential'),
    actions: await ids('actions.alert'),
    webhooks: await ids('actions.webhook'),
    deliveries: await ids('actions.delivery'),
    delegations: await ids('identity.delegation'),
    sharing: await ids('register.sharing_agreement'),
    p: (await ids('register.place')).map((id) => Number(id).toString(36)),
    z: (await ids('projects.project')).map((id) => Number(id).toString(36)),
    write: ['measured', 'why', 'property-no2'],
    vocabulary: ['no2'],
    assessments: ['dpia-screening'],
    answer: ['reasons'],
    versions: ['1'],
    papers: ['1'],
    kinds: ['screening'],
    holds: await ids('register.hold'),
    deletions: ['2026-06-30T03:00:00.000Z'],
    datasets: await list(sql`select dataset from register.declaration where authority_id = ${authorityId}`),
    algorithms: ['air-outside-schools'],
    catalogues: await ids('publish.harvested_catalogue'),
    enquiries: await ids('publish.enquiry'),
    contact: ['nothing-was-sent-under-it'], // whoever knows a reference may read the answer, so none is tried
  };
}

const PARAMETER = /:(\w+)(\([^/]*\))?/;

/** Every way to fill a route's parameters; throws for a parameter nobody thought of, so that a new page is thought of. */
export function addressesOf(url: string, pool: Pool): string[] {
  const match = PARAMETER.exec(url);
  if (!match) return [url];
  const [found, name] = match;
  const before = url
    .slice(0, match.index)
    .split('/')
    .filter((part) => part !== '' && !part.startsWith(':'));
  const kinds = name === 'authority' ? ['authority'] : [...before.reverse(), `${name}s`];
  const values = kinds.map((kind) => pool[kind]).find((list) => list !== undefined);
  if (!values) throw new Error(`What stands for :${name} in ${url}? Say it in test/two-authorities/addresses.ts.`);
  return values.flatMap((value) => addressesOf(url.replace(found, encodeURIComponent(value)), pool));
}
