import type { House } from '../../base/index.ts';
import { assessSite, DAQI, type DaqiBand, listSites } from '../../packs/index.ts';

const BANDS: DaqiBand[] = ['very high', 'high', 'moderate', 'low'];
const BAND_KINDS: Record<DaqiBand, string> = { 'very high': 'bad', high: 'bad', moderate: 'attention', low: 'good' };

/** The prioritised list of the pack: every site with its index at the last full hour, worst first, the unknown last. */
export async function schoolAirPage(house: House, authorityIds: number[]) {
  const now = house.clock.now();
  const sites = await listSites(house.db, { authorityIds });
  const assessed = await Promise.all(
    sites.map(async (site) => ({ site, assessment: await assessSite(house.db, site, now) })),
  );
  const rows = assessed
    .sort(
      (a, b) =>
        (b.assessment.index ?? -1) - (a.assessment.index ?? -1) || a.site.placeName.localeCompare(b.site.placeName),
    )
    .map(({ site, assessment }, position) => ({
      position: position + 1,
      place: { text: site.placeName, href: `/register/${site.authoritySlug}/places/${site.placeSlug}` },
      index: assessment.index === undefined ? 'not enough data' : `${assessment.index} of 10`,
      band: assessment.band ?? 'not known',
      bandKind: assessment.band ? BAND_KINDS[assessment.band] : 'quiet',
      because: assessment.decisive
        ? `${DAQI[assessment.decisive.pollutant].name} ${assessment.decisive.mean!.toFixed(0)} µg/m³`
        : `${assessment.pollutants.map((one) => `${DAQI[one.pollutant].name} ${Math.round(one.coverage * 100)}%`).join(', ') || 'nothing'} of the hours needed`,
      lastAt: site.lastAt,
    }));
  const counts = [...BANDS, 'not known']
    .map((band) => ({ band, count: rows.filter((row) => row.band === band).length }))
    .filter(({ count }) => count > 0);
  return {
    rows,
    summary: counts.map(({ band, count }) => `${count} ${band}`).join(', '),
    until: assessed[0]?.assessment.until ?? now,
  };
}
