import { isDeepStrictEqual } from 'node:util';
import { createSource, listSources } from '../../ingest/index.ts';
import { actorOf, type Bench, forEach, type Item, note, refusal } from './bench.ts';

/** Makes the sources that are missing, each with a key that is shown once. What a source is does not change afterwards. */
export function applySources(bench: Bench): Promise<void> {
  return forEach(bench, 'sources', applySource);
}

async function applySource(item: Item<'sources'>): Promise<void> {
  const { bench, entry, authority, index, name } = item;
  const { tx, clock, journal } = bench;
  const viewer = actorOf(item);
  const { slug, door, identifier_kind: identifierKind = 'dev_eui', topic, format } = entry;
  const settings = { ...(topic ? { topic } : {}), ...(format ? { format } : {}) };
  const standing = (await listSources(tx, viewer)).find(
    (each) => each.authorityId === authority.id && each.slug === slug,
  );
  if (!standing) {
    const wanted = { authorityId: authority.id, slug, name: entry.name, door, identifierKind, settings };
    const { key } = await createSource(tx, viewer, wanted, clock);
    journal.secrets.push({ what: `Key of the source ${name}, for its ${door} door`, secret: key });
    return note(item, 'created');
  }
  for (const [field, known, wanted] of [
    ['name', standing.name, entry.name.trim()],
    ['door', standing.door, door],
    ['identifier_kind', standing.identifierKind, identifierKind],
    ['topic', standing.settings.topic, topic],
    ['format', standing.settings.format, format],
  ] as const) {
    if (isDeepStrictEqual(known, wanted)) continue;
    const remedy = 'Say the same here, or give the new source another short name.';
    throw refusal(
      bench,
      ['sources', index, field],
      `the source ${name} stands with ${known ?? 'none'} already.`,
      remedy,
    );
  }
  note(item, 'unchanged');
}
