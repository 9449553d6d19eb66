export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };

/**
 * JSON with one spelling (RFC 8785): names in the order of their UTF-16 units, no space, numbers and texts as JSON.stringify
 * writes them. What is undefined is left out.
 */
export function canonicalJson(value: Plain): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const named = value as { readonly [name: string]: Plain | undefined };
  const parts = Object.keys(named)
    .filter((name) => named[name] !== undefined)
    .sort() // by UTF-16 units, as RFC 8785 §3.2.3 asks
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(named[name]!)}`);
  return `{${parts.join(',')}}`;
}
