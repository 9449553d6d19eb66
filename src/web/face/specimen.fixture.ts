// The model of the specimen page: made up, the same every time.
import { renderTimeSeries } from './chart/render-time-series.ts';
import type { Page } from './page-model.ts';
import { pagerFor } from './pager.ts';

/** The moment at which the specimen is looked at. */
export const specimenNow = new Date('2026-03-30T14:05:00Z');

/** A page as the layout gets it, signed in, with whatever a test changes. */
export function aPage(changes: Partial<Page> = {}): Page {
  return {
    title: 'Air quality outside Mill Lane School',
    path: '/register/412',
    viewer: { name: 'Rosa Osei', authority: { name: 'Ashbourne', slug: 'ashbourne' }, roles: ['viewer'] },
    csrf: 'token-of-the-session',
    authority: { name: 'London Borough of Ashbourne', slug: 'ashbourne', accent: '#8a1c3b' },
    nav: 'register',
    breadcrumbs: [{ text: 'Register', href: '/register' }, { text: 'Mill Lane 412' }],
    phase: { tag: 'Demo', text: 'Everything here is made up.' },
    ...changes,
  };
}

/** The whole model of `face/specimen.njk`: a week of hourly readings with a gap and a change of the clock in it. */
export function aSpecimen(changes: Partial<Page> = {}): object {
  const from = new Date('2026-03-24T00:00:00Z');
  const to = new Date('2026-03-30T14:00:00Z');
  const points = [];
  for (let hour = 0; from.getTime() + hour * 3_600_000 <= to.getTime(); hour++) {
    if (hour > 70 && hour < 92) continue;
    const value = 20 + 11 * Math.sin((hour / 24) * 2 * Math.PI) + ((hour * 7919) % 61) / 10;
    points.push({ at: new Date(from.getTime() + hour * 3_600_000), value, low: value * 0.85, high: value * 1.15 });
  }
  const gapAfterMs = 3 * 3_600_000;
  return {
    page: aPage(changes),
    newest: to,
    from,
    drawing: renderTimeSeries({
      title: 'Nitrogen dioxide',
      unit: 'ug/m3',
      points,
      from,
      to,
      gapAfterMs,
      thresholds: [
        { value: 25, label: 'WHO 24-hour guideline' },
        { value: 40, label: 'UK annual objective' },
      ],
    }),
    rain: renderTimeSeries({
      title: 'Rain',
      unit: 'mm',
      form: 'bars',
      points: points.slice(0, 60).map(({ at }, i) => ({ at, value: Math.max(0, ((i * 37) % 23) / 5 - 2) })),
      from,
      to: new Date('2026-03-27T00:00:00Z'),
      gapAfterMs,
    }),
    pages: pagerFor({ page: 4, pageSize: 50, total: 1204, urlFor: (page) => `?page=${page}` }),
  };
}
