/** Catalogues of others: added by people, gathered every night and whenever somebody asks, searched before anything is measured. */
import { type Db, type House, isEncrypted, LamppostError, type Tx } from '../../base/index.ts';
import { audit, type PersonViewer, requirePermission, type Viewer } from '../../identity/index.ts';
import { catalogueInvalid, catalogueKnown, catalogueUnknown } from '../publish.errors.ts';
import { fetchCatalogue } from './fetch-catalogue.ts';
import {
  deleteCatalogue,
  type HarvestedCatalogue,
  insertCatalogue,
  recordFailure,
  replaceDatasets,
  selectCatalogues,
} from './harvested.store.ts';
import { CATALOGUE_FORMATS, type CatalogueFormat } from './read-catalogue.ts';

export const HARVEST_TASK = 'publish.harvest';

/** Adds a catalogue and gathers it soon. Throws PUB_CATALOGUE_INVALID naming the field, or PUB_CATALOGUE_KNOWN. */
export async function addCatalogue(
  tx: Tx,
  house: Pick<House, 'jobs' | 'clock'>,
  viewer: Viewer,
  given: { authorityId: number; title: string; url: string; format: string },
): Promise<number> {
  const { authorityId } = given;
  requirePermission(viewer, 'catalogue.edit', authorityId);
  const title = given.title.trim();
  const url = given.url.trim().replace(/\/+$/, '');
  if (title === '' || title.length > 200)
    throw catalogueInvalid({ field: 'title', why: 'Write what the catalogue is called' });
  checkAddress(url);
  if (!isFormat(given.format)) throw catalogueInvalid({ field: 'format', why: 'Choose how the catalogue answers' });
  const addedBy = viewer.kind === 'person' ? viewer.personId : null;
  const id = await insertCatalogue(tx, {
    authorityId,
    title,
    url,
    format: given.format,
    addedBy,
    at: house.clock.now(),
  });
  if (id === undefined) throw catalogueKnown({ field: 'url', url });
  await audit(tx, { authorityId, actor: viewer, action: 'catalogue.add', subject: { kind: 'catalogue', id } });
  await house.jobs.add(tx, HARVEST_TASK, { catalogueId: id });
  return id;
}

/** Takes a catalogue away, with what was gathered from it. */
export async function removeCatalogue(tx: Tx, viewer: PersonViewer, id: number): Promise<void> {
  const { authorityId } = await requireCatalogue(tx, viewer, id);
  await deleteCatalogue(tx, id);
  await audit(tx, { authorityId, actor: viewer, action: 'catalogue.remove', subject: { kind: 'catalogue', id } });
}

/** Gathers a catalogue again, soon. */
export async function askForHarvest(
  tx: Tx,
  house: Pick<House, 'jobs'>,
  viewer: PersonViewer,
  id: number,
): Promise<void> {
  const { authorityId } = await requireCatalogue(tx, viewer, id);
  await house.jobs.add(tx, HARVEST_TASK, { catalogueId: id }, { key: `${HARVEST_TASK}:${id}` });
  await audit(tx, { authorityId, actor: viewer, action: 'catalogue.harvest', subject: { kind: 'catalogue', id } });
}

/** The job: one catalogue, or all. One that fails keeps what it had, and its page says why. */
export async function harvest(house: Pick<House, 'db' | 'clock' | 'log'>, only?: number): Promise<void> {
  for (const { id, url, format } of await selectCatalogues(house.db, only === undefined ? {} : { id: only })) {
    try {
      const datasets = await fetchCatalogue(url, format);
      await house.db.transaction().execute((tx) => replaceDatasets(tx, id, datasets, house.clock.now()));
    } catch (error) {
      const because = error instanceof LamppostError ? error.message : 'What it says cannot be kept.';
      house.log.warn({ err: error, catalogue: id }, 'a catalogue was not harvested');
      await recordFailure(house.db, id, because, house.clock.now());
    }
  }
}

async function requireCatalogue(db: Db, viewer: Viewer, id: number): Promise<HarvestedCatalogue> {
  const [catalogue] = await selectCatalogues(db, { id });
  if (!catalogue) throw catalogueUnknown({ id });
  requirePermission(viewer, 'catalogue.edit', catalogue.authorityId);
  return catalogue;
}

const isFormat = (format: string): format is CatalogueFormat => CATALOGUE_FORMATS.some((one) => one === format);

/** Encrypted, or this machine itself; without a name or password in it. */
function checkAddress(url: string): void {
  if (!URL.canParse(url)) throw catalogueInvalid({ field: 'url', why: 'Write the whole web address, with https://' });
  const address = new URL(url);
  if (!isEncrypted(address)) throw catalogueInvalid({ field: 'url', why: 'The address has to start with https://' });
  if (address.username)
    throw catalogueInvalid({ field: 'url', why: 'Leave user name and password out of the address' });
}
