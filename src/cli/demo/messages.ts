/**
 * What the demo's devices send between two instants: their readings, and the troubles of real networks (a resend, a full
 * counter, a silent site, a device nobody registered). Depends on seed and time only. Pure.
 */
import { type DemoDevice, FLEET, SCHOOL_AIR, WORKS_SITE } from './fleet.ts';
import { chance, hashText } from './noise.ts';
import { value } from './value.ts';

export interface DemoMessage {
  readonly borough: string;
  /** DevEUI. */
  readonly identifier: string;
  readonly at: Date;
  readonly fields: Readonly<Record<string, number>>;
  /** Of a device whose model has a codec: the payload as it comes from the network, in base64, and its port. */
  readonly payload?: string;
  readonly port?: number;
}

const DAY_MS = 86_400_000;
/** A silent site is quiet for a day and a half; another begins each midnight. */
const SILENT_MS = 1.5 * DAY_MS;
/** A counter that reads full scale now and then. */
export const FAULTY = 'air-rowan-green-primary';
export const STRANGER = '70B3D57ED0FFFFFF';

const sites = FLEET.filter(
  ({ project, intervalS, place }) => project === SCHOOL_AIR && intervalS === 900 && place.slug !== WORKS_SITE,
);

/** Everything sent after `fromMs` up to and with `toMs`, in order of time. */
export function messagesBetween(seed: number, fromMs: number, toMs: number): DemoMessage[] {
  const messages = FLEET.flatMap((device) => messagesOf(seed, device, fromMs, toMs));
  for (const atMs of instants(600, 37, fromMs, toMs)) {
    const fields = { temperature: 18 + Math.round(chance(seed, atMs / 1000) * 40) / 10 };
    messages.push({ borough: 'marlstead', identifier: STRANGER, at: new Date(atMs), fields });
  }
  return messages.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What one device sends after `fromMs` up to and with `toMs`. */
export function messagesOf(seed: number, device: DemoDevice, fromMs: number, toMs: number): DemoMessage[] {
  if (device.isPlanned) return [];
  const messages: DemoMessage[] = [];
  const luck = hashText(`${seed} ${device.slug}`);
  for (const atMs of instants(device.intervalS, device.offsetS, fromMs, toMs)) {
    if (isSilent(seed, device, atMs)) continue;
    const message = messageAt(seed, device, atMs);
    messages.push(message);
    if (chance(luck, atMs / 1000) < 0.002) messages.push(message); // the network delivers it twice
  }
  return messages;
}

/** Whether a site is silent at this instant: one falls silent at each midnight, for a day and a half. */
export function isSilent(seed: number, device: DemoDevice, atMs: number): boolean {
  const index = sites.indexOf(device);
  if (index === -1) return false;
  const today = Math.floor(atMs / DAY_MS);
  return [today, today - 1].some(
    (day) =>
      atMs - day * DAY_MS < SILENT_MS && Math.floor(chance(hashText(`${seed} silent`), day) * sites.length) === index,
  );
}

function messageAt(seed: number, device: DemoDevice, atMs: number): DemoMessage {
  const fields: Record<string, number> = {};
  for (const [field, stream] of Object.entries(device.streams)) fields[field] = value(seed, stream, atMs);
  if (device.slug === FAULTY && chance(hashText(`${seed} faulty`), Math.floor(atMs / 3_600_000)) < 0.05)
    fields.pm25 = 6553.5;
  const { borough, identifier } = device;
  return { borough, identifier, at: new Date(atMs), fields, ...payloadOf(device.model, fields) };
}

/** The payload that the codec of the model decodes to these fields. */
function payloadOf(model: string, fields: Readonly<Record<string, number>>): { payload?: string; port?: number } {
  if (model === 'kerbside-3') {
    const bytes = Buffer.alloc(7);
    bytes[0] = 1;
    for (const [place, field] of ['no2', 'pm10', 'pm25'].entries())
      bytes.writeUInt16BE(Math.round(fields[field]! * 10), 1 + 2 * place);
    return { payload: bytes.toString('base64'), port: 10 };
  }
  if (model === 'hearth-2') {
    const bytes = Buffer.alloc(3);
    bytes.writeInt16BE(Math.round(fields.temperature! * 10), 0);
    bytes[2] = Math.round(fields.humidity! * 2);
    return { payload: bytes.toString('base64'), port: 2 };
  }
  return {};
}

/** Instants of a rhythm after `fromMs` up to and with `toMs`. */
function* instants(everyS: number, offsetS: number, fromMs: number, toMs: number): Generator<number> {
  const everyMs = everyS * 1000;
  const offsetMs = offsetS * 1000;
  for (let atMs = (Math.floor((fromMs - offsetMs) / everyMs) + 1) * everyMs + offsetMs; atMs <= toMs; atMs += everyMs)
    yield atMs;
}
