import type { House } from '../../base/index.ts';
import { findAuthority, PUBLIC, type Viewer } from '../../identity/index.ts';
import { devicePage as describeDevice, deviceUnknown, sayCanItSeeMe } from '../../register/index.ts';
import { chartOf, PERIODS } from './chart-of.ts';
import { liveValues } from './live-values.ts';
import { promiseFacts } from './promise-facts.ts';
import { listReadableDatastreams } from './readable-datastreams.store.ts';

/**
 * A sensor for whoever stands before it: can it see me, what, why, who, how long, readings now and as a chart. What is said of
 * the device is the same for everybody; only readings depend on who asks.
 */
export async function devicePage(
  house: House,
  viewer: Viewer,
  { authority, slug }: { authority: string; slug: string },
  { show, days }: { show?: string; days?: string },
) {
  const { db, clock } = house;
  const { device, place, declaration: promise } = await describeDevice(db, PUBLIC, authority, slug);
  if (!promise) throw deviceUnknown({ device: `${authority}/${slug}` });
  const datastreams = await listReadableDatastreams(db, viewer, [device.id]);
  const shown =
    datastreams.find((datastream) => datastream.propertyCode === show) ??
    datastreams.find((one) => one.kind !== 'category');
  const period = PERIODS.find((one) => String(one) === days) ?? 7;
  const here = `/register/${authority}/devices/${slug}`;
  const placeHref = place && `/register/${device.authoritySlug}/places/${place.slug}`;
  const owner = await findAuthority(db, device.authoritySlug);
  return {
    page: {
      title: device.name,
      authority: { name: device.authorityName, slug: device.authoritySlug, accent: owner?.accent ?? null },
      breadcrumbs: [
        { text: 'Register', href: '/register' },
        ...(place && placeHref ? [{ text: place.name, href: placeHref }] : []),
        { text: device.name },
      ],
    },
    device,
    place,
    promise,
    sees: { capture: promise.body.classes.capture, words: sayCanItSeeMe(promise.body.classes.capture) },
    facts: promiseFacts(promise),
    values: await liveValues(db, datastreams),
    live: `device=${authority}/${slug}`,
    chart: shown && (await chartOf(db, shown, period, clock.now())),
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
    placeHref,
    projectHref: `/register/${device.authoritySlug}/projects/${device.projectSlug}`,
    apiHref: shown && `/v1.1/Datastreams(${shown.id})/Observations?$orderby=phenomenonTime desc`,
  };
}
