/**
 * ChirpStack v4 events over HTTP (`?event=up`) or MQTT, in protobuf's JSON: fields at their default are left out. Only
 * `up` is a reading. `time` is the network server's; gateways' times under rxInfo are never read.
 */
import { LamppostError } from '../../base/index.ts';
import { bodyWrongShape, bytesUnreadable, foreignFormat } from '../ingest.errors.ts';
import type { Source } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';
import { type Heard, isObject, readBase64, readIdentifier, unreadable } from './heard.ts';
import { parseTime } from './parse-time.ts';

const OTHER_EVENTS = new Set(['join', 'ack', 'txack', 'status', 'log', 'location', 'integration']);

/** `event` is the query parameter or the last part of the topic; without one the message's shape tells. */
export function hearChirpstack(body: unknown, source: Source, receivedAt: Date, event?: string): Heard {
  if (!isObject(body)) {
    return {
      uplinks: [unreadable(source, receivedAt, bodyWrongShape({ field: 'the message', expected: 'an object' }))],
    };
  }
  if (event !== undefined && OTHER_EVENTS.has(event)) return { ignored: `${event} is not a reading` };
  if (event === undefined && isObject(body.deviceInfo) && !isUp(body))
    return { ignored: 'this event is not a reading' };
  return { uplinks: [readUplink(body, source, receivedAt)] };
}

/** Join and txack carry deduplicationId or downlinkId too, but neither counter, payload nor receiving gateways. */
function isUp(body: Record<string, unknown>): boolean {
  return body.downlinkId === undefined && ['fCnt', 'fPort', 'data', 'object', 'rxInfo'].some((key) => key in body);
}

function readUplink(body: Record<string, unknown>, source: Source, receivedAt: Date): Uplink {
  if (!isObject(body.deviceInfo)) {
    const problem =
      'devEUI' in body
        ? foreignFormat({ field: 'devEUI', format: 'ChirpStack v3', wanted: 'ChirpStack v4' })
        : bodyWrongShape({ field: 'deviceInfo', expected: 'an object with devEui' });
    return unreadable(source, receivedAt, problem);
  }
  const named = source.identifierKind === 'dev_eui' ? 'devEui' : 'deviceName';
  const device = readIdentifier(body.deviceInfo[named], `deviceInfo.${named}`, source.identifierKind);
  if ('problem' in device) return unreadable(source, receivedAt, device.problem);
  const fail = (problem: LamppostError) => unreadable(source, receivedAt, problem, device.identifier);

  const time = parseTime(body.time, 'time');
  if (time instanceof LamppostError) return fail(time);
  const payload = body.data === undefined ? 'payload' : 'data';
  const bytes = body[payload] === undefined ? undefined : readBase64(body[payload]);
  if (body[payload] !== undefined && !bytes) return fail(bytesUnreadable({ field: payload }));
  const fields = body.object;
  if (fields !== undefined && fields !== null && !isObject(fields)) {
    return fail(bodyWrongShape({ field: 'object', expected: 'an object' }));
  }
  return {
    source,
    device: { kind: source.identifierKind, value: device.identifier },
    receivedAt,
    time,
    port: typeof body.fPort === 'number' ? body.fPort : 0,
    bytes,
    fields: fields ?? undefined,
    key: typeof body.deduplicationId === 'string' ? body.deduplicationId : undefined,
  };
}
