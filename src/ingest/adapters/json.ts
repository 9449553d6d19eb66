/**
 * Our plain JSON: `{ device, time?, key?, …fields }`, an array of such objects, or `{ device, readings: [ … ] }`. Over MQTT the
 * topic names the device. `time` is ISO 8601 with a zone; `key` (or `id`) makes a resend known. `fields` may hold the values
 * instead, for devices whose fields are called device, time, key or id.
 */
import { LamppostError } from '../../base/index.ts';
import { batchTooLong, bodyWrongShape } from '../ingest.errors.ts';
import type { Source } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';
import { type Heard, isObject, readIdentifier, unreadable } from './heard.ts';
import { parseTime } from './parse-time.ts';

export const MOST_ITEMS = 10_000;

/** `topicDevice`: the device where the message itself names none. Throws ING_BATCH_TOO_LONG. */
export function hearJson(body: unknown, source: Source, receivedAt: Date, topicDevice?: string): Heard {
  if (Array.isArray(body)) return hearItems(body, source, receivedAt, topicDevice);
  if (isObject(body) && Array.isArray(body.readings)) {
    return hearItems(body.readings, source, receivedAt, body.device ?? topicDevice);
  }
  return { uplinks: [readItem(body, source, receivedAt, topicDevice)] };
}

function hearItems(items: unknown[], source: Source, receivedAt: Date, device: unknown): Heard {
  if (items.length > MOST_ITEMS) throw batchTooLong({ field: 'readings', count: items.length, most: MOST_ITEMS });
  return { uplinks: items.map((item) => readItem(item, source, receivedAt, device)) };
}

/** Errors name the field of the item; which item it was is told by the place of its result. */
function readItem(item: unknown, source: Source, receivedAt: Date, otherwise: unknown): Uplink {
  if (!isObject(item)) {
    const problem = bodyWrongShape({ field: 'the reading', expected: 'an object' });
    return unreadable(source, receivedAt, problem, typeof otherwise === 'string' ? otherwise : '');
  }
  const device = readIdentifier(item.device ?? otherwise, 'device', source.identifierKind);
  if ('problem' in device) return unreadable(source, receivedAt, device.problem);
  const fail = (problem: LamppostError) => unreadable(source, receivedAt, problem, device.identifier);

  const time = item.time === undefined ? undefined : parseTime(item.time, 'time');
  if (time instanceof LamppostError) return fail(time);
  const keyField = item.key === undefined ? 'id' : 'key';
  const key = item[keyField];
  if (key !== undefined && typeof key !== 'string' && typeof key !== 'number') {
    return fail(bodyWrongShape({ field: keyField, expected: 'a text or a number' }));
  }
  const { fields } = item;
  if (fields !== undefined && !isObject(fields))
    return fail(bodyWrongShape({ field: 'fields', expected: 'an object' }));
  return {
    source,
    device: { kind: source.identifierKind, value: device.identifier },
    receivedAt,
    time,
    key: key === undefined ? undefined : String(key),
    fields: valuesOf(item, fields),
  };
}

const ABOUT_THE_MESSAGE = new Set(['device', 'time', 'key', 'id', 'fields']);

function valuesOf(item: Record<string, unknown>, fields: Record<string, unknown> | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in item) if (!ABOUT_THE_MESSAGE.has(name)) setOwn(values, name, item[name]);
  return fields ? { ...values, ...fields } : values;
}

/** A plain assignment would set the prototype where the message has a field `__proto__`. */
function setOwn(values: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') values[name] = value;
  else Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
}
