/** Filters of a list: what is chosen, how many there would be for each choice, and what is left. Pure. */
import type { Form } from '../../projects/form.ts';

/** One way to filter rows; `name` is its name in the query string. */
export interface Facet<Row> {
  readonly name: string;
  readonly legend: string;
  readonly valueOf: (row: Row) => string;
  readonly textOf: (row: Row) => string;
  /** Values in this order; by their texts when left out. */
  readonly order?: readonly string[];
  /** Left out while there is one value only. */
  readonly onlyIfSeveral?: boolean;
}

export interface FilterGroup {
  readonly name: string;
  readonly legend: string;
  readonly open: boolean;
  readonly items: { value: string; text: string; count: number; checked: boolean }[];
}

export interface Sifted<Row> {
  readonly shown: Row[];
  readonly total: number;
  readonly groups: FilterGroup[];
  readonly selected: { group: string; text: string; removeHref: string }[];
  /** The query string that leads here, with its question mark; '' without search and filters. */
  readonly query: string;
  /** The chosen values of each filter. */
  readonly chosen: ReadonlyMap<string, readonly string[]>;
}

interface ListAddress {
  readonly path: string;
  readonly query: Form;
  /** Names in the query string that stay when a filter is taken away: the search, the order. */
  readonly keep?: readonly string[];
}

/**
 * Sifts rows by the filters in the query string: any of the values chosen in a filter, all of the filters. A choice's
 * count is what there would be with the other filters as they are. `weightOf` says how many a row stands for.
 */
export function sift<Row>(
  rows: readonly Row[],
  facets: readonly Facet<Row>[],
  { path, query, keep = ['q'] }: ListAddress,
  weightOf: (row: Row) => number = () => 1,
): Sifted<Row> {
  const chosen = new Map(facets.map(({ name }) => [name, query.texts(name).filter((value) => value !== '')]));
  const passes = (row: Row, except?: Facet<Row>) =>
    facets.every((facet) => {
      const values = chosen.get(facet.name)!;
      return facet === except || values.length === 0 || values.includes(facet.valueOf(row));
    });
  const shown = rows.filter((row) => passes(row));
  const groups = facets.map((facet, index) => {
    const items = itemsOf(
      facet,
      rows,
      rows.filter((row) => passes(row, facet)),
      chosen.get(facet.name)!,
      weightOf,
    );
    return {
      name: facet.name,
      legend: facet.legend,
      open: index === 0,
      items,
      hide: facet.onlyIfSeveral && items.length < 2,
    };
  });
  const queryWith = (without?: { name: string; value: string }) => {
    const next = new URLSearchParams();
    for (const name of keep) if (query.text(name)) next.set(name, query.text(name));
    for (const [name, values] of chosen)
      for (const value of values) if (name !== without?.name || value !== without.value) next.append(name, value);
    return next.size > 0 ? `?${next}` : '';
  };
  return {
    shown,
    total: shown.reduce((sum, row) => sum + weightOf(row), 0),
    groups: groups.filter((group) => !group.hide).map(({ hide: _, ...group }) => group),
    selected: groups.flatMap(({ name, legend, items }) =>
      items
        .filter((item) => item.checked)
        .map(({ value, text }) => ({
          group: legend.toLowerCase(),
          text,
          removeHref: path + queryWith({ name, value }),
        })),
    ),
    query: queryWith(),
    chosen,
  };
}

function itemsOf<Row>(
  facet: Facet<Row>,
  all: readonly Row[],
  counted: readonly Row[],
  chosen: readonly string[],
  weightOf: (row: Row) => number,
): FilterGroup['items'] {
  const texts = new Map(chosen.map((value) => [value, value]));
  for (const row of all) texts.set(facet.valueOf(row), facet.textOf(row));
  const counts = new Map<string, number>();
  for (const row of counted) counts.set(facet.valueOf(row), (counts.get(facet.valueOf(row)) ?? 0) + weightOf(row));
  const rank = (value: string) => facet.order?.indexOf(value) ?? 0;
  return [...texts]
    .sort(([a, textA], [b, textB]) => rank(a) - rank(b) || textA.localeCompare(textB))
    .map(([value, text]) => ({ value, text, count: counts.get(value) ?? 0, checked: chosen.includes(value) }));
}
