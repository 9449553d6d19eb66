/** Who is looking, when somebody is signed in. */
export type Viewer = { name: string; authority?: { name: string; slug: string } | null; roles: string[] };

/** The authority a page speaks for. `accent` is a six-digit hex colour of at least 4.5:1 on white. */
export type PageAuthority = { name: string; slug: string; accent?: string | null; footerText?: string | null };

/** The items of the navigation, by the key a page names in `page.nav`. */
export type NavKey =
  | 'home'
  | 'register'
  | 'data'
  | 'about'
  | 'today'
  | 'projects'
  | 'devices'
  | 'sources'
  | 'actions'
  | 'records'
  | 'people';

/**
 * What every page gives the layout as `page`. `error` puts "Error: " before the title when a form came back;
 * `back` or `breadcrumbs` stand above the content; `wide` is for lists and maps that need more than 960 pixels.
 */
export type Page = {
  title: string;
  path: string;
  viewer: Viewer | null;
  /** The session's token for every POST form, in a field named `_csrf`. */
  csrf: string | null;
  authority: PageAuthority | null;
  nav?: NavKey | null;
  error?: boolean;
  description?: string;
  back?: { text: string; href: string };
  breadcrumbs?: { text: string; href?: string }[];
  phase?: { tag: string; text: string };
  wide?: boolean;
};

/** The least a page template gets; pages add their own typed keys. */
export type PageModel = { page: Page };
