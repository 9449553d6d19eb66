import type { House } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { CLASSES, sayCanItSeeMe } from '../../register/index.ts';
import type { Sign } from '../face/sign/sign.ts';
import { liveValues } from './live-values.ts';
import { promiseFacts } from './promise-facts.ts';
import { placeNotPublic } from './register-web.errors.ts';
import { shortCode, signOf } from './sign-of.ts';
import {
  findPromise,
  findPublicPlace,
  listPublicDevicesAt,
  listReadableDatastreams,
  type PublicPromise,
  type PublicSubjectDevice,
  type PublicSubjectPlace,
} from './subjects.store.ts';

type Where = { authority: string; slug: string };

/** What the lamp post tells: can it see me, readings now, why, who, how long, and how to object. */
export async function placePage(house: House, viewer: Viewer, where: Where) {
  const { place, devices, promises } = await requirePlace(house, where);
  const datastreams = await listReadableDatastreams(
    house.db,
    viewer,
    devices.map((device) => device.id),
  );
  const values = await liveValues(house.db, datastreams);
  const capture = CLASSES[Math.max(0, ...promises.map((promise) => CLASSES.indexOf(promise.body.classes.capture)))]!;
  const here = `/register/${place.authoritySlug}/places/${place.slug}`;
  return {
    page: {
      title: place.name,
      authority: { name: place.authority, slug: place.authoritySlug, accent: place.accent },
      breadcrumbs: [{ text: 'Register', href: '/register' }, { text: place.name }],
    },
    place,
    sees: { capture, words: devices.length > 0 ? sayCanItSeeMe(capture) : 'No sensor stands here now.' },
    devices: devices.map((device) => ({ ...device, href: `/register/${device.authoritySlug}/devices/${device.slug}` })),
    values,
    live: `place=${place.authoritySlug}/${place.slug}`,
    promises: promises.map((promise) => ({
      ...promise,
      facts: promiseFacts(promise),
      href: `/register/${place.authoritySlug}/projects/${projectOf(devices, promise, promises)}`,
    })),
    signSvg: `${here}/sign.svg`,
    signPdf: `${here}/sign.pdf`,
    shortUrl: `${house.settings.publicUrl}/p/${shortCode(place.id)}`,
  };
}

/** The sign of a place, from the declarations in force there. */
export async function signOfPlace(house: House, where: Where): Promise<Sign> {
  const { place, promises } = await requirePlace(house, where);
  return signOf(place, promises, house.settings.publicUrl);
}

async function requirePlace(
  house: House,
  where: Where,
): Promise<{ place: PublicSubjectPlace; devices: PublicSubjectDevice[]; promises: PublicPromise[] }> {
  const place = await findPublicPlace(house.db, where);
  if (!place) throw placeNotPublic({ slug: where.slug });
  const devices = (await listPublicDevicesAt(house.db, place.id)).filter((device) => device.state !== 'retired');
  const projects = [...new Set(devices.map((device) => device.projectId))];
  const promises = (await Promise.all(projects.map((id) => findPromise(house.db, id)))).filter(
    (promise) => promise !== undefined,
  );
  return { place, devices, promises };
}

function projectOf(
  devices: readonly PublicSubjectDevice[],
  promise: PublicPromise,
  promises: readonly PublicPromise[],
): string {
  const projects = [...new Map(devices.map((device) => [device.projectId, device.projectSlug])).values()];
  return projects[promises.indexOf(promise)] ?? '';
}
