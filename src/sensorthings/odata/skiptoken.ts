/**
 * `$skiptoken` says where the page before ended: the texts of its last row's ordering keys. It is opaque to clients, and
 * tied to the ordering, because under another one the same values would name another place.
 */
import { createHash } from 'node:crypto';
import type { EntityName } from './entity-model.ts';
import type { OrderItem } from './expression.ts';
import { malformed } from './odata-error.ts';
import type { ScalarType } from './sql-dialect.ts';
import { parseDate, parseInstant, parseTimeOfDay } from './time-literal.ts';

const MOST_CHARACTERS = 8192;
const NUMBER = /^-?(?:\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?|Infinity)$|^NaN$/;

/** The token for a last row with these key texts, in this ordering of an entity. */
export function encodeSkiptoken(
  entity: EntityName,
  orderby: readonly OrderItem[],
  values: readonly (string | null)[],
): string {
  const content = JSON.stringify([fingerprint(entity, orderby), ...values]);
  return Buffer.from(content).toString('base64url');
}

/**
 * The key texts of a token, one for each type of the ordering's keys. Throws ODataError 400 when it was made for another
 * ordering or by somebody else; nothing in it can name rows the reader may not see.
 */
export function decodeSkiptoken(
  token: string,
  entity: EntityName,
  orderby: readonly OrderItem[],
  types: readonly ScalarType[],
): readonly (string | null)[] {
  const content = readContent(token);
  if (!content) throw malformed('$skiptoken: not one of ours; follow @iot.nextLink as it is, or start without it');
  const [mark, ...values] = content;
  if (mark !== fingerprint(entity, orderby)) {
    throw malformed('$skiptoken belongs to another $orderby; start again without it');
  }
  const fits = values.length === types.length && values.every((value, index) => isTextOf(types[index]!, value));
  if (!fits) throw malformed('$skiptoken: its values do not fit; start again without it');
  return values as (string | null)[];
}

function readContent(token: string): unknown[] | undefined {
  if (token.length > MOST_CHARACTERS || !/^[A-Za-z0-9_-]+$/.test(token)) return undefined;
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function fingerprint(entity: EntityName, orderby: readonly OrderItem[]): string {
  const keys = orderby.map(({ expression, descending }) => `${expression.text.trim()} ${descending ? 'desc' : 'asc'}`);
  return createHash('sha256')
    .update(JSON.stringify([entity, ...keys]))
    .digest('base64url')
    .slice(0, 11);
}

/** Whether a text reads as a literal of the type, so that the database never meets one it cannot cast. */
function isTextOf(type: ScalarType, value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'string' || value.includes('\0')) return false;
  switch (type) {
    case 'text':
      return true;
    case 'number':
    case 'duration':
      return NUMBER.test(value);
    case 'truth':
      return value === 'true' || value === 'false';
    case 'time':
      return parseInstant(value) !== undefined;
    case 'date':
      return parseDate(value) !== undefined;
    case 'timeofday':
      return parseTimeOfDay(value) !== undefined;
    case 'json':
      return isJson(value);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return !text.includes('\\u0000');
  } catch {
    return false;
  }
}
