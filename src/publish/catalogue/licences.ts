/** Licences by the names that declarations use (SPDX) with their addresses and what CKAN calls them. */
const KNOWN: Record<string, { title: string; url: string; ckan: string }> = {
  'OGL-UK-3.0': {
    title: 'Open Government Licence v3.0',
    url: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
    ckan: 'uk-ogl',
  },
  'CC-BY-4.0': {
    title: 'Creative Commons Attribution 4.0',
    url: 'https://creativecommons.org/licenses/by/4.0/',
    ckan: 'cc-by',
  },
  'CC-BY-SA-4.0': {
    title: 'Creative Commons Attribution-ShareAlike 4.0',
    url: 'https://creativecommons.org/licenses/by-sa/4.0/',
    ckan: 'cc-by-sa',
  },
  'CC0-1.0': {
    title: 'Creative Commons Zero 1.0',
    url: 'https://creativecommons.org/publicdomain/zero/1.0/',
    ckan: 'cc-zero',
  },
  'ODbL-1.0': {
    title: 'Open Data Commons Open Database License 1.0',
    url: 'https://opendatacommons.org/licenses/odbl/1-0/',
    ckan: 'odc-odbl',
  },
};

export interface Licence {
  readonly title: string;
  /** Where its text stands; undefined for one we know only by its name. */
  readonly url: string | undefined;
  readonly ckan: string;
}

/** What a declaration's licence means: a name of the list, an address, or a name of the authority's own. */
export function licenceOf(name: string): Licence {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known) return known;
  const url = /^https?:\/\//.test(name) && URL.canParse(name) ? new URL(name).href : undefined;
  return { title: name, url, ckan: 'other-open' };
}
