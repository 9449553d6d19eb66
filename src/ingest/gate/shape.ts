/** The shape of a message from a device nobody knows: names, types and sizes; never a value. */
import type { Uplink } from '../uplink.ts';
import { cleanName, flatten, typeOf } from './flatten.ts';

export interface Shape {
  readonly fields?: Readonly<Record<string, string>>;
  readonly bytes?: number;
  readonly port?: number;
}

const MOST_FIELDS = 40;

/** At most 40 fields; a text with its length, for a device may be known by the sizes of what it sends. */
export function describeShape({ fields, bytes, port }: Uplink): Shape {
  const leaves = fields ? (flatten(fields) ?? []).slice(0, MOST_FIELDS) : undefined;
  const described = leaves?.map(([path, value]) => [cleanName(path), sizedTypeOf(value)]);
  return {
    ...(described ? { fields: Object.fromEntries(described) as Record<string, string> } : {}),
    ...(bytes ? { bytes: bytes.length } : {}),
    ...(port === undefined ? {} : { port }),
  };
}

function sizedTypeOf(value: unknown): string {
  return typeof value === 'string' ? `text of ${value.length}` : typeOf(value);
}
