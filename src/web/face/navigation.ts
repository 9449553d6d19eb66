import type { NavKey, Page } from './page-model.ts';

type NavItem = { key: NavKey; text: string; href: string };

/** What everybody may go to. */
export const publicItems: readonly NavItem[] = [
  { key: 'home', text: 'Home', href: '/' },
  { key: 'register', text: 'Register', href: '/register' },
  { key: 'data', text: 'Data & API', href: '/data' },
  { key: 'about', text: 'About', href: '/about' },
];

/** What staff go to. Whether somebody may open a page is decided by the page, never by the navigation. */
export const staffItems: readonly NavItem[] = [
  { key: 'today', text: 'Today', href: '/today' },
  { key: 'projects', text: 'Projects', href: '/projects' },
  { key: 'devices', text: 'Devices', href: '/devices' },
  { key: 'sources', text: 'Sources', href: '/sources' },
  { key: 'actions', text: 'Actions', href: '/actions' },
  { key: 'records', text: 'Records', href: '/records' },
  { key: 'people', text: 'People', href: '/people' },
];

/** The links of the footer on every page. */
export const footerItems: readonly { text: string; href: string }[] = [
  { text: 'Accessibility', href: '/accessibility' },
  { text: 'Privacy', href: '/privacy' },
  { text: 'Ask or complain', href: '/contact' },
  { text: 'About', href: '/about' },
  { text: 'API documentation', href: '/docs' },
  { text: 'Licence', href: '/licence' },
];

/** An item as drawn: `current` on its own page, `active` on a page below it, `part` where the staff's begin. */
export type DrawnItem = NavItem & { current: boolean; active: boolean; part: boolean };

/** The navigation of a page: public items, and the staff's when somebody is signed in. */
export function navigationFor(page: Pick<Page, 'nav' | 'path' | 'viewer'>): DrawnItem[] {
  const items = page.viewer ? [...publicItems, ...staffItems] : [...publicItems];
  return items.map((item, index) => {
    const chosen = item.key === page.nav;
    const current = chosen && item.href === page.path;
    return { ...item, current, active: chosen && !current, part: index === publicItems.length };
  });
}
