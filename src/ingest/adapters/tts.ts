/**
 * The Things Stack v3: the same JSON by webhook and MQTT, also inside the console's event wrapper. Empty fields are left out
 * by the sender (f_cnt 0, f_port 0). The phenomenon time is the network server's: `rx_metadata[].time` and
 * `settings.time` are the gateway's clock, which may be minutes off, and are never read.
 */
import { LamppostError } from '../../base/index.ts';
import { bodyWrongShape, bytesUnreadable, foreignFormat } from '../ingest.errors.ts';
import type { Source } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';
import { type Heard, isObject, readBase64, readIdentifier, unreadable } from './heard.ts';
import { parseTime } from './parse-time.ts';

export function hearTts(body: unknown, source: Source, receivedAt: Date): Heard {
  const message = isObject(body) && isObject(body.data) && isObject(body.data.end_device_ids) ? body.data : body;
  if (!isObject(message)) {
    return {
      uplinks: [unreadable(source, receivedAt, bodyWrongShape({ field: 'the message', expected: 'an object' }))],
    };
  }
  if (!isObject(message.end_device_ids)) {
    const problem =
      'hardware_serial' in message || 'dev_id' in message
        ? foreignFormat({ field: 'hardware_serial', format: 'The Things Network v2', wanted: 'The Things Stack v3' })
        : bodyWrongShape({ field: 'end_device_ids', expected: 'an object with dev_eui and device_id' });
    return { uplinks: [unreadable(source, receivedAt, problem)] };
  }
  if (message.uplink_message === undefined) {
    const kind = Object.keys(message).find((key) => /^(join|uplink|downlink|service|location)_/.test(key));
    return { ignored: `${kind ?? 'this event'} is not a reading` };
  }
  return { uplinks: [readUplink(message, source, receivedAt)] };
}

function readUplink(message: Record<string, unknown>, source: Source, receivedAt: Date): Uplink {
  const ids = message.end_device_ids as Record<string, unknown>;
  const named = source.identifierKind === 'dev_eui' ? 'dev_eui' : 'device_id';
  const device = readIdentifier(ids[named], `end_device_ids.${named}`, source.identifierKind);
  if ('problem' in device) return unreadable(source, receivedAt, device.problem);
  const fail = (problem: LamppostError) => unreadable(source, receivedAt, problem, device.identifier);

  const uplink = message.uplink_message;
  if (!isObject(uplink)) return fail(bodyWrongShape({ field: 'uplink_message', expected: 'an object' }));
  const timeField = uplink.received_at === undefined ? 'received_at' : 'uplink_message.received_at';
  const time = parseTime(uplink.received_at ?? message.received_at, timeField);
  if (time instanceof LamppostError) return fail(time);
  const bytes = uplink.frm_payload === undefined ? undefined : readBase64(uplink.frm_payload);
  if (uplink.frm_payload !== undefined && !bytes) return fail(bytesUnreadable({ field: 'uplink_message.frm_payload' }));
  const fields = uplink.decoded_payload;
  if (fields !== undefined && fields !== null && !isObject(fields)) {
    return fail(bodyWrongShape({ field: 'uplink_message.decoded_payload', expected: 'an object' }));
  }
  const { session_key_id: session, f_cnt: count = 0 } = uplink;
  if (typeof count !== 'number') return fail(bodyWrongShape({ field: 'uplink_message.f_cnt', expected: 'a number' }));
  return {
    source,
    device: { kind: source.identifierKind, value: device.identifier },
    receivedAt,
    time,
    port: typeof uplink.f_port === 'number' ? uplink.f_port : 0,
    bytes,
    fields: fields ?? undefined,
    key: typeof session === 'string' ? `${session}:${count}` : firstText(message.correlation_ids),
    simulated: message.simulated === true,
  };
}

function firstText(list: unknown): string | undefined {
  return Array.isArray(list) && typeof list[0] === 'string' ? list[0] : undefined;
}
