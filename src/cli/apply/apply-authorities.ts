import { createAuthority, findAuthority, listAuthorities } from '../../identity/index.ts';
import type { Entry } from './apply-file.ts';
import { at, type Bench, refusal } from './bench.ts';

const FIELDS = [
  ['name', 'name'],
  ['gss_code', 'gssCode'],
  ['accent', 'accent'],
  ['contact_email', 'contactEmail'],
  ['website', 'website'],
] as const;

/** Creates the authorities that are missing. One that stands must be as the file says: what it is called is not changed here. */
export async function applyAuthorities(bench: Bench): Promise<void> {
  for (const authority of await listAuthorities(bench.tx)) bench.authorities.set(authority.slug, authority);
  for (const [index, entry] of (bench.content.authorities ?? []).entries())
    await at(bench, ['authorities', index], () => applyAuthority(bench, index, entry));
}

async function applyAuthority(bench: Bench, index: number, entry: Entry<'authorities'>): Promise<void> {
  const standing = await findAuthority(bench.tx, entry.slug);
  if (!standing) {
    const { slug, name, gss_code, accent, contact_email, website } = entry;
    const created = await createAuthority(bench.tx, {
      slug,
      name,
      gssCode: gss_code ?? null,
      ...(accent ? { accent } : {}),
      contactEmail: contact_email ?? null,
      website: website ?? null,
    });
    bench.authorities.set(slug, created);
    bench.fresh.add(slug);
    bench.journal.lines.push({ kind: 'authorities', name: slug, fate: 'created' });
    return;
  }
  for (const [field, column] of FIELDS) {
    const wanted = field === 'accent' ? entry[field]?.toLowerCase() : entry[field];
    if (wanted === undefined || wanted === standing[column]) continue;
    throw refusal(
      bench,
      ['authorities', index, field],
      `${standing.name} stands with ${standing[column] === null ? `no ${field}` : `"${standing[column]}"`} already.`,
      'Say the same here, or leave the field out: apply does not rename authorities.',
    );
  }
  bench.journal.lines.push({ kind: 'authorities', name: entry.slug, fate: 'unchanged' });
}
