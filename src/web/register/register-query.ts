import { REGISTER_FILTERS, type RegisterFilter, type RegisterQuery } from '../../register/index.ts';

/** The query string of the register as Fastify reads it. */
export type RawQuery = { [name in RegisterFilter]?: string | string[] } & { q?: string; page?: string };

/** What the register is asked for; whatever is no filter of it is ignored. */
export function queryOf(raw: RawQuery): RegisterQuery {
  const filters = REGISTER_FILTERS.map((filter) => [filter, valuesOf(raw[filter])] as const).filter(
    ([, values]) => values.length > 0,
  );
  return { ...Object.fromEntries(filters), ...(raw.q ? { search: [raw.q].flat()[0]!.slice(0, 200) } : {}) };
}

export function valuesOf(value: string | string[] | undefined): string[] {
  return [value ?? []].flat().filter((one) => one !== '');
}

/** The query string with one thing changed; empty parts are left out. */
export function queryString(raw: RawQuery, change: RawQuery = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...raw, ...change }))
    for (const one of valuesOf(value)) parameters.append(name, one);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
