import {
  type Authority,
  type AuthorityFacts,
  changeAuthority,
  checkAuthorityFacts,
  createAuthority,
  findAuthority,
  listAuthorities,
} from '../../identity/index.ts';
import { whoMissing } from '../cli.errors.ts';
import type { Entry } from './apply-file.ts';
import { whoActsFor } from './apply-people.ts';
import { at, type Bench } from './bench.ts';

/** The facts of an authority as files and rows name them. */
const FACTS = [
  ['name', 'name'],
  ['gss_code', 'gssCode'],
  ['accent', 'accent'],
  ['contact_email', 'contactEmail'],
  ['website', 'website'],
] as const satisfies readonly (readonly [keyof Entry<'authorities'>, keyof AuthorityFacts])[];

/** Creates the authorities that are missing, and changes what the file says anew of those that stand. */
export async function applyAuthorities(bench: Bench): Promise<void> {
  for (const authority of await listAuthorities(bench.tx)) bench.authorities.set(authority.slug, authority);
  for (const [index, entry] of (bench.content.authorities ?? []).entries())
    await at(bench, ['authorities', index], () => applyAuthority(bench, entry));
}

async function applyAuthority(bench: Bench, entry: Entry<'authorities'>): Promise<void> {
  const { slug } = entry;
  const standing = await findAuthority(bench.tx, slug);
  if (standing) return change(bench, standing, entry);
  bench.authorities.set(slug, await createAuthority(bench.tx, { slug, name: entry.name, ...factsIn(entry) }));
  bench.fresh.add(slug);
  bench.journal.lines.push({ kind: 'authorities', name: slug, fate: 'created' });
}

async function change(bench: Bench, standing: Authority, entry: Entry<'authorities'>): Promise<void> {
  const facts = factsIn(entry);
  const kept = checkAuthorityFacts({ ...standing, ...facts });
  const isSame = FACTS.every(([, column]) => facts[column] === undefined || kept[column] === standing[column]);
  const line = { kind: 'authorities', name: standing.slug } as const;
  if (isSame) return void bench.journal.lines.push({ ...line, fate: 'unchanged' });
  const viewer = whoActsFor(standing.slug, bench.people);
  if (!viewer) throw whoMissing();
  const { before, after } = await changeAuthority(bench.tx, viewer, standing.id, facts);
  bench.authorities.set(standing.slug, after);
  const moved = FACTS.filter(([, column]) => before[column] !== after[column]);
  const told = moved.map(([field, column]) => `${field} ${before[column] ?? 'none'} -> ${after[column]}`);
  bench.journal.lines.push({
    ...line,
    fate: moved.length > 0 ? 'changed' : 'unchanged',
    note: told.join(', ') || undefined,
  });
}

/** What the file says of it, written as it is kept; what it leaves out stays out. */
function factsIn(entry: Entry<'authorities'>): Partial<AuthorityFacts> {
  const said = FACTS.filter(([field]) => entry[field] !== undefined).map(([field, column]) => [column, entry[field]]);
  return Object.fromEntries(said);
}
