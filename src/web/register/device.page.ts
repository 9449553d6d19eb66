import type { House } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { sayCanItSeeMe } from '../../register/index.ts';
import { chartOf, PERIODS } from './chart-of.ts';
import { liveValues } from './live-values.ts';
import { promiseFacts } from './promise-facts.ts';
import { deviceNotPublic } from './register-web.errors.ts';
import { findPromise, findPublicDevice, listReadableDatastreams } from './subjects.store.ts';

/** A sensor for whoever stands before it: can it see me, what, why, who, how long, readings now and as a chart. */
export async function devicePage(
  house: House,
  viewer: Viewer,
  { authority, slug }: { authority: string; slug: string },
  { show, days }: { show?: string; days?: string },
) {
  const { db, clock } = house;
  const device = await findPublicDevice(db, authority, slug);
  const promise = device && (await findPromise(db, device.projectId));
  if (!device || !promise) throw deviceNotPublic({ slug });
  const datastreams = await listReadableDatastreams(db, viewer, [device.id]);
  const values = await liveValues(db, datastreams);
  const shown =
    datastreams.find((datastream) => datastream.propertyCode === show) ??
    datastreams.find((one) => one.kind !== 'category');
  const period = PERIODS.find((one) => String(one) === days) ?? 7;
  const here = `/register/${authority}/devices/${slug}`;
  const chart = shown && (await chartOf(db, shown, period, clock.now()));
  return {
    page: {
      title: device.name,
      authority: { name: device.authority, slug: device.authoritySlug, accent: device.accent },
      breadcrumbs: [
        { text: 'Register', href: '/register' },
        ...(device.place ? [{ text: device.place, href: placeHref(device) }] : []),
        { text: device.name },
      ],
    },
    device,
    promise,
    sees: { capture: promise.body.classes.capture, words: sayCanItSeeMe(promise.body.classes.capture) },
    facts: promiseFacts(promise),
    values,
    live: `device=${authority}/${slug}`,
    chart,
    chartCsv: shown && `${here}/readings.csv?show=${shown.propertyCode}`,
    choices: datastreams.map((one) => ({
      text: one.property,
      href: `${here}?show=${one.propertyCode}&days=${period}#chart`,
      current: one.id === shown?.id,
    })),
    periods: PERIODS.map((one) => ({
      text: one === 1 ? '1 day' : `${one} days`,
      href: `${here}?${shown ? `show=${shown.propertyCode}&` : ''}days=${one}#chart`,
      current: one === period,
    })),
    placeHref: device.placeSlug ? placeHref(device) : undefined,
    projectHref: `/register/${device.authoritySlug}/projects/${device.projectSlug}`,
    apiHref: shown && `/v1.1/Datastreams(${shown.id})/Observations?$orderby=phenomenonTime desc`,
  };
}

function placeHref(device: { authoritySlug: string; placeSlug: string | null }): string {
  return `/register/${device.authoritySlug}/places/${device.placeSlug}`;
}
