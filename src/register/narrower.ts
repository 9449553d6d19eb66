/**
 * Narrower: provably no more than before on every field (DOMAIN.md). Only such a version takes effect without approval,
 * so whatever cannot be compared (free text, the controller, the licence) must be equal. A pure partial order, up to
 * equivalence: lists that are sets may stand in another order, and an audience that is inside another adds nothing.
 */
import { AUDIENCES, CLASSES, DETAILS, type DeclarationBody, type DeclaredProperty } from './declaration.ts';

export interface Wider {
  /** The field, as a path: properties.no2.decimals. */
  readonly path: string;
  /** Why it is not provably no more than before, in words for people. */
  readonly why: string;
}

export interface Narrowness {
  readonly narrower: boolean;
  /** Every field that stands in the way; empty when narrower. */
  readonly wider: readonly Wider[];
}

/** Says whether `next` promises, provably, no more than `before`, and if not, every reason. */
export function isNarrower(next: DeclarationBody, before: DeclarationBody): Narrowness {
  const wider = [
    ...same(next, before),
    ...listsShrink(next, before),
    ...classesFall(next, before),
    ...purposesShrink(next, before),
    ...endsNoLater(next, before),
    ...propertiesNarrow(next, before),
  ];
  if (!wider.some(({ path }) => path.endsWith('.place_precision_m'))) wider.push(...placeStaysCoarse(next, before));
  return { narrower: wider.length === 0, wider };
}

function same(next: DeclarationBody, before: DeclarationBody): Wider[] {
  const wider: Wider[] = [];
  const text = (path: string, a: string | undefined, b: string | undefined) => {
    if ((a ?? '') !== (b ?? ''))
      wider.push({ path, why: 'it reads differently, which nobody can compare but a person' });
  };
  text('title', next.title, before.title);
  text('summary', next.summary, before.summary);
  text('controller', next.controller, before.controller);
  text('lawful_basis', next.lawful_basis, before.lawful_basis);
  text('who_acts', next.who_acts, before.who_acts);
  text('objections', next.objections, before.objections);
  text('contact.name', next.contact.name, before.contact.name);
  text('contact.email', next.contact.email, before.contact.email);
  for (const field of ['dataset', 'title', 'licence', 'why_not_open'] as const)
    text(`sharing.${field}`, next.sharing[field], before.sharing[field]);
  // which clearances are needed, and what happens when one lapses, hang on these two
  for (const field of ['trial', 'continuity'] as const) {
    if (JSON.stringify(canonical(next[field])) !== JSON.stringify(canonical(before[field])))
      wider.push({ path: field, why: 'it changes what has to be cleared, or what happens when a clearance lapses' });
  }
  for (const field of ['processing', 'capable_but_off'] as const) {
    if (missing(next[field], before[field]).length > 0 || missing(before[field], next[field]).length > 0)
      wider.push({ path: field, why: 'it changed, and neither more nor fewer entries are provably less' });
  }
  return wider;
}

function listsShrink(next: DeclarationBody, before: DeclarationBody): Wider[] {
  return (['processors', 'technologies', 'stored_in', 'algorithms'] as const).flatMap((path) =>
    missing(next[path], before[path]).map((entry) => ({ path, why: `${entry} is new` })),
  );
}

function classesFall(next: DeclarationBody, before: DeclarationBody): Wider[] {
  return (['capture', 'leaving_device', 'stored', 'published'] as const)
    .filter((stage) => CLASSES.indexOf(next.classes[stage]) > CLASSES.indexOf(before.classes[stage]))
    .map((stage) => ({
      path: `classes.${stage}`,
      why: `${next.classes[stage]} says more about people than ${before.classes[stage]}`,
    }));
}

function purposesShrink(next: DeclarationBody, before: DeclarationBody): Wider[] {
  return next.purposes.flatMap((purpose): Wider[] => {
    const path = `purposes.${purpose.code}`;
    const old = before.purposes.find((each) => each.code === purpose.code);
    if (!old) return [{ path, why: 'this purpose is new' }];
    const equal = old.label === purpose.label && old.because === purpose.because;
    return equal ? [] : [{ path, why: 'its words changed, which nobody can compare but a person' }];
  });
}

function endsNoLater(next: DeclarationBody, before: DeclarationBody): Wider[] {
  return (['ends_on', 'review_on'] as const)
    .filter((path) => next[path] > before[path])
    .map((path) => ({ path, why: `${next[path]} is later than ${before[path]}` }));
}

function propertiesNarrow(next: DeclarationBody, before: DeclarationBody): Wider[] {
  return next.properties.flatMap((property) => {
    const path = `properties.${property.property}`;
    const old = before.properties.find((each) => each.property === property.property);
    return old ? propertyNarrows(property, old, path) : [{ path, why: 'this property is new' }];
  });
}

function propertyNarrows(next: DeclaredProperty, before: DeclaredProperty, at: string): Wider[] {
  const wider: Wider[] = [];
  const unless = (holds: boolean, field: string, why: string) => {
    if (!holds) wider.push({ path: `${at}.${field}`, why });
  };
  for (const purpose of missing(next.purposes, before.purposes)) unless(false, 'purposes', `${purpose} is new`);
  unless(
    next.shortest_interval_s >= before.shortest_interval_s,
    'shortest_interval_s',
    `every ${next.shortest_interval_s} s is more often than every ${before.shortest_interval_s} s`,
  );
  unless(next.decimals <= before.decimals, 'decimals', `${next.decimals} decimals tell more than ${before.decimals}`);
  unless(
    coversPlace(next.place_precision_m, before.place_precision_m),
    'place_precision_m',
    next.place_precision_m > before.place_precision_m
      ? `cells of ${next.place_precision_m} m do not consist of whole cells of ${before.place_precision_m} m, so the two together tell more`
      : 'the place is shown more precisely',
  );
  unless(
    next.retention_days <= before.retention_days,
    'retention_days',
    `${next.retention_days} days is longer than ${before.retention_days}`,
  );
  const [suppress, suppressed] = [next.suppress_below ?? 0, before.suppress_below ?? 0];
  unless(
    suppress >= suppressed,
    'suppress_below',
    `counts from ${suppress} on would be kept, before only from ${suppressed}`,
  );
  for (const { audience, detail } of next.audiences) {
    const covered = before.audiences.some(
      (old) =>
        AUDIENCES.indexOf(old.audience) <= AUDIENCES.indexOf(audience) &&
        DETAILS.indexOf(old.detail) <= DETAILS.indexOf(detail),
    );
    unless(covered, 'audiences', `${audience} did not see ${detail} before`);
  }
  return wider;
}

/** A place is shown in the coarsest cell of all its properties (`register.coarsest_place`), which must not be split either. */
function placeStaysCoarse(next: DeclarationBody, before: DeclarationBody): Wider[] {
  const [shown, shownBefore] = [coarsestPlace(next), coarsestPlace(before)];
  if (coversPlace(shown, shownBefore)) return [];
  const why = `places were shown in cells of ${shownBefore} m, and would be ${shown === 0 ? 'exactly' : `in cells of ${shown} m`}`;
  return [{ path: 'place_precision_m', why }];
}

function coarsestPlace({ properties }: DeclarationBody): number {
  return Math.max(0, ...properties.map((property) => property.place_precision_m));
}

/** A cell may only grow to one made of whole old cells (see coarsen.ts); a point that was exact may grow to any. */
function coversPlace(next: number, before: number): boolean {
  if (before === 0) return true;
  return next > 0 && next % before === 0;
}

function missing(entries: readonly string[], from: readonly string[]): string[] {
  return entries.filter((entry) => !from.includes(entry));
}

/** The fields in a fixed order: the same words are the same promise. */
function canonical(field: object | undefined): unknown {
  return field && Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1));
}
