/** Makes valid messages invalid: in their bytes, and in their structure. */
import type { Chance } from '../seeded-random.ts';

/** Bits flipped, pieces cut out, doubled, moved or replaced by hostile bytes: one to five of them. */
export function mutateBytes(bytes: Uint8Array, chance: Chance): Buffer {
  let out = Buffer.from(bytes);
  for (let left = chance.between(1, 5); left > 0; left--) {
    const at = chance.between(0, out.length);
    const length = chance.between(0, Math.min(40, out.length - at));
    const [before, piece, after] = [out.subarray(0, at), out.subarray(at, at + length), out.subarray(at + length)];
    switch (chance.between(0, 5)) {
      case 0:
        if (at < out.length) out[at]! ^= 1 << chance.between(0, 7);
        break;
      case 1:
        out = Buffer.concat([before, after]);
        break;
      case 2:
        out = Buffer.concat([before, piece, piece, after]);
        break;
      case 3:
        out = before.length > 0 ? Buffer.from(before) : out;
        break;
      case 4:
        out = Buffer.concat([before, Buffer.from(chance.pick(HOSTILE_BYTES)), after]);
        break;
      default:
        out = Buffer.concat([before, randomBytes(chance.between(1, 20), chance), after]);
    }
  }
  return out;
}

export function randomBytes(length: number, chance: Chance): Buffer {
  return Buffer.from(Array.from({ length }, () => chance.between(0, 255)));
}

const HOSTILE_BYTES = [
  '\0',
  '\ufeff',
  '\u2028',
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  '{',
  '[',
  '}',
  '1e999',
  '-',
  '%00',
  '\r\n\r\n',
];

/** A JSON text whose structure was changed in one to four places; the text itself is well formed, but may be large. */
export function mutateJson(message: unknown, chance: Chance): string {
  let root: unknown = structuredClone(message);
  for (let left = chance.between(1, 4); left > 0; left--) {
    const places = placesIn(root);
    const place = chance.pick(places);
    if (place === undefined) return JSON.stringify(hostile(chance));
    root = change(root, place, chance);
  }
  return JSON.stringify(root) ?? 'null';
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(node: unknown): (Place | undefined)[] {
  const places: (Place | undefined)[] = [undefined];
  const walk = (holder: Record<string, unknown>) => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const value = holder[key];
      if (typeof value === 'object' && value !== null && places.length < 300) walk(value as Record<string, unknown>);
    }
  };
  if (typeof node === 'object' && node !== null) walk(node as Record<string, unknown>);
  return places.length > 1 ? places.slice(1) : places;
}

function change(root: unknown, { holder, key }: Place, chance: Chance): unknown {
  switch (chance.between(0, 6)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      define(holder, chance.pick(HOSTILE_NAMES), holder[key]);
      delete holder[key];
      break;
    case 2:
      define(holder, chance.pick(HOSTILE_NAMES), hostile(chance));
      break;
    case 3:
      holder[key] = [holder[key], holder[key]];
      break;
    case 4:
      holder[key] = { [chance.pick(HOSTILE_NAMES)]: holder[key] };
      break;
    default:
      holder[key] = hostile(chance);
  }
  return root;
}

/** Also names such as __proto__, which an assignment would not make a key of its own. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '\0',
  '\ud800',
  'a.b',
  '0',
  'no2',
  'x'.repeat(5_000),
  'é',
  '$',
  "'; --",
];

/** Stands in values only, so that whoever stores or shows it gives a value away. */
export const SECRET = 'SECRET-VALUE-7f3a';

function hostile(chance: Chance): unknown {
  switch (chance.between(0, 11)) {
    case 0:
      return null;
    case 1:
      return chance.pick([0, -0, 1e308, -1e308, 5e-324, 2 ** 53, -999, 1.5, 4294967296, 0.1 + 0.2]);
    case 2:
      return chance.pick([
        '',
        ' ',
        'NaN',
        'Infinity',
        '1e400',
        '-0',
        '0x10',
        '１２',
        SECRET,
        `${SECRET}\0`,
        '\ud800',
        "' or 1=1 --",
      ]);
    case 3:
      return chance.pick([
        '2026-02-30T00:00:00Z',
        '9999-12-31T23:59:59Z',
        '1969-12-31T00:00:00Z',
        '2026-05-01',
        '2026-05-01T12:00',
        'now',
      ]);
    case 4:
      return chance.pick([true, false, [], {}, [[]], [null], { '': null }]);
    case 5:
      return nest(chance.between(2, 2_000), chance.next() < 0.5);
    case 6:
      return SECRET.repeat(chance.between(1, 2_000));
    case 7:
      return Object.fromEntries(Array.from({ length: chance.between(1, 2_000) }, (_, i) => [`f${i}`, i]));
    case 8:
      return Array.from({ length: chance.between(1, 11_000) }, (_, i) => i);
    case 9:
      return chance.pick(['====', 'AAA', 'not base64!', 'QUJD', 'A'.repeat(10_001)]);
    case 10:
      return { device: SECRET, fields: { no2: SECRET } };
    default:
      return chance.next() * 10 ** chance.between(-20, 20);
  }
}

function nest(depth: number, asArray: boolean): unknown {
  let node: unknown = SECRET;
  for (let i = 0; i < depth; i++) node = asArray ? [node] : { a: node };
  return node;
}
