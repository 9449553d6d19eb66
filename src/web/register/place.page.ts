import type { House } from '../../base/index.ts';
import { findAuthority, PUBLIC, type Viewer } from '../../identity/index.ts';
import {
  chainByCategory,
  datachainDocument,
  datachainOf,
  ENQUIRY_KINDS,
  listPublicEnquiries,
  loadTaxonomy,
} from '../../publish/index.ts';
import { CLASSES, placePage as describePlace, publishedDeclaration, sayCanItSeeMe } from '../../register/index.ts';
import { contactHref, KIND_WORDS } from '../enquiries/contact.page.ts';
import type { Sign } from '../face/sign/sign.ts';
import { liveValues } from './live-values.ts';
import { promiseFacts } from './promise-facts.ts';
import { listReadableDatastreams } from './readable-datastreams.store.ts';
import { shortCode, signOf } from './sign-of.ts';

type Where = { authority: string; slug: string };

/** What the lamp post tells: can it see me, readings now, why, who, how long, and how to object. */
export async function placePage(house: House, viewer: Viewer, where: Where) {
  const { place, devices, promises } = await standingAt(house, where);
  const datastreams = await listReadableDatastreams(
    house.db,
    viewer,
    devices.map((device) => device.id),
  );
  const capture =
    CLASSES[Math.max(0, ...promises.map(({ promise }) => CLASSES.indexOf(promise.body.classes.capture)))]!;
  const here = `/register/${place.authoritySlug}/places/${place.slug}`;
  const owner = await findAuthority(house.db, place.authoritySlug);
  return {
    page: {
      title: place.name,
      authority: { name: place.authorityName, slug: place.authoritySlug, accent: owner?.accent ?? null },
      breadcrumbs: [{ text: 'Register', href: '/register' }, { text: place.name }],
    },
    place,
    sees: { capture, words: devices.length > 0 ? sayCanItSeeMe(capture) : 'No sensor stands here now.' },
    devices: devices.map((device) => ({ ...device, href: `/register/${device.authoritySlug}/devices/${device.slug}` })),
    values: await liveValues(house.db, datastreams),
    live: `place=${place.authoritySlug}/${place.slug}`,
    promises: promises.map(({ promise, projectSlug }) => ({
      ...promise,
      facts: promiseFacts(promise),
      href: `/register/${place.authoritySlug}/projects/${projectSlug}`,
    })),
    said: await listPublicEnquiries(house.db, { placeId: place.id }),
    sayMore: ENQUIRY_KINDS.map((kind) => ({
      text: KIND_WORDS[kind].title,
      href: contactHref({ kind, authority: place.authoritySlug, place: place.slug, about: place.name }),
    })),
    chain: chainByCategory(
      datachainOf(
        promises.map(({ promise }) => promise.body),
        loadTaxonomy(house.settings.dtprTaxonomy),
      ),
    ),
    chainHref: `${here}/datachain.json`,
    signSvg: `${here}/sign.svg`,
    signPdf: `${here}/sign.pdf`,
    shortUrl: `${house.settings.publicUrl}/p/${shortCode(place.id)}`,
  };
}

/** The sign of a place, from the declarations of what stands there. */
export async function signOfPlace(house: House, where: Where): Promise<Sign> {
  const { place, promises } = await standingAt(house, where);
  const subject = { name: place.name, authorityName: place.authorityName, path: `/p/${shortCode(place.id)}` };
  const { publicUrl, dtprTaxonomy } = house.settings;
  return signOf(
    subject,
    promises.map(({ promise }) => promise),
    publicUrl,
    loadTaxonomy(dtprTaxonomy),
  );
}

/** The chain of a place as DTPR's document. */
export async function datachainOfPlace(house: House, where: Where) {
  const { place, promises } = await standingAt(house, where);
  const bodies = promises.map(({ promise }) => promise.body);
  return datachainDocument(
    place.name,
    datachainOf(bodies, loadTaxonomy(house.settings.dtprTaxonomy)),
    house.clock.now(),
  );
}

/** The place, the devices there that are not retired, and each of their projects' promise once. */
async function standingAt({ db }: House, { authority, slug }: Where) {
  const { place, devices } = await describePlace(db, PUBLIC, authority, slug);
  const standing = devices.filter((device) => device.state !== 'retired');
  const projects = new Map(standing.map((device) => [device.projectId, device.projectSlug]));
  const promises = await Promise.all(
    [...projects].map(async ([id, projectSlug]) => ({ promise: await publishedDeclaration(db, id), projectSlug })),
  );
  return {
    place,
    devices: standing,
    promises: promises.flatMap(({ promise, projectSlug }) => (promise ? [{ promise, projectSlug }] : [])),
  };
}
