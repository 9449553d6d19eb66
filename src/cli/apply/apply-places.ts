import { listPlaces, savePlace } from '../../register/index.ts';
import { actorOf, type Bench, forEach, note } from './bench.ts';

/** Adds or changes places. */
export async function applyPlaces(bench: Bench): Promise<void> {
  await forEach(bench, 'places', async (item) => {
    const { entry, authority } = item;
    const { authority: _owner, area_code, uprn, usrn, ...place } = entry;
    const viewer = actorOf(item);
    const near = await listPlaces(bench.tx, viewer, { authorityId: authority.id, search: entry.slug });
    const input = {
      ...place,
      authorityId: authority.id,
      areaCode: area_code ?? null,
      uprn: uprn ?? null,
      usrn: usrn ?? null,
    };
    const { changed } = await savePlace(bench.tx, viewer, input);
    const known = near.some((each) => each.slug === entry.slug);
    note(item, changed ? (known ? 'changed' : 'created') : 'unchanged');
  });
}
