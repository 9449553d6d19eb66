import type { ResourceProperty } from '../odata/parse-path.ts';

/** A value as JSON text from inside a property's JSON text; undefined where there is none. Digits stay as they are. */
export function valueInside(text: string | null, keys: readonly string[]): string | undefined {
  if (text === null || text === 'null') return undefined;
  if (keys.length === 0) return text;
  let value: unknown = JSON.parse(text);
  for (const key of keys) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}

/** `{"name":"…"}`; for something inside, the name of its last key (with its indexes). */
export function writeProperty({ name, inside }: ResourceProperty, value: string): string {
  return `{${JSON.stringify(lastName(name, inside))}:${value}}`;
}

/** The bare value (`/$value`): texts without quotes, anything else as JSON. */
export function writeBareValue(value: string): string {
  const parsed: unknown = value.startsWith('"') ? JSON.parse(value) : undefined;
  return typeof parsed === 'string' ? parsed : value;
}

function lastName(name: string, inside: readonly string[]): string {
  const keys = [name, ...inside];
  const last = keys.findLastIndex((key) => !/^\d+$/.test(key));
  return keys.slice(last + 1).reduce((whole, index) => `${whole}[${index}]`, keys[Math.max(last, 0)]!);
}
