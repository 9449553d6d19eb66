import { numberText } from './number-words.ts';

/** What the pager macro draws. */
export type PagerModel = {
  words: string;
  previous?: { href: string };
  next?: { href: string };
  items?: ({ number: number; href: string; current: boolean } | { ellipsis: true })[];
};

/** Pages by number: at most seven links, the first and last always among them. `page` counts from 1 and is clamped. */
export function pagerFor(of: {
  page: number;
  pageSize: number;
  total: number;
  urlFor: (page: number) => string;
}): PagerModel {
  const pages = Math.max(1, Math.ceil(of.total / of.pageSize));
  const page = Math.min(Math.max(1, Math.floor(of.page) || 1), pages);
  const first = (page - 1) * of.pageSize + 1;
  const last = Math.min(of.total, page * of.pageSize);
  const words = of.total === 0 ? 'None' : `${numberText(first)} to ${numberText(last)} of ${numberText(of.total)}`;
  if (pages === 1) return { words };

  const shown = [1, page - 1, page, page + 1, pages].filter(
    (n, i, all) => n >= 1 && n <= pages && all.indexOf(n) === i,
  );
  const items: NonNullable<PagerModel['items']> = [];
  for (const [index, number] of shown.entries()) {
    const gap = number - (shown[index - 1] ?? 0);
    if (gap === 2) items.push({ number: number - 1, href: of.urlFor(number - 1), current: false });
    else if (gap > 2) items.push({ ellipsis: true });
    items.push({ number, href: of.urlFor(number), current: number === page });
  }
  return {
    words,
    items,
    ...(page > 1 ? { previous: { href: of.urlFor(page - 1) } } : {}),
    ...(page < pages ? { next: { href: of.urlFor(page + 1) } } : {}),
  };
}

/** Pages by cursor, where nobody counts to the end: what is shown, and the way on and back. */
export function pagerAfter(of: {
  shown: number;
  total?: number;
  nextHref?: string;
  previousHref?: string;
}): PagerModel {
  const total = of.total === undefined ? '' : ` of ${numberText(of.total)}`;
  return {
    words: `${numberText(of.shown)}${total} shown`,
    ...(of.previousHref ? { previous: { href: of.previousHref } } : {}),
    ...(of.nextHref ? { next: { href: of.nextHref } } : {}),
  };
}
