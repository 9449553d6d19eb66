/** Commands to try a source with a device of its authority: what they send is stored if its declaration says so. Pure. */
import { unitConverter } from '../../../base/index.ts';
import type { Source } from '../../../ingest/index.ts';

/** A device that exists, with the channels it may send. */
export interface SampleDevice {
  readonly identifier: string;
  readonly name: string;
  readonly channels: readonly SampleChannel[];
}

export interface SampleChannel {
  readonly field: string;
  readonly propertyCode: string;
  readonly kind: 'measurement' | 'count' | 'category' | 'truth';
  readonly unitSent: string | null;
  readonly unitStored: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly categories: readonly string[] | null;
  readonly molarMass: number | null;
}

/** A value each quantity could well have, in its canonical unit. */
const LIKELY: Record<string, number> = {
  no2: 21.4,
  pm10: 18.2,
  pm25: 9.6,
  'air-temperature': 20.5,
  'relative-humidity': 55,
  co2: 620,
  pressure: 1013,
  'water-level': 1.24,
  rainfall: 0.4,
  battery: 87,
  'battery-voltage': 3.6,
  'noise-laeq': 54.3,
};

export function sampleValue(channel: SampleChannel): number | string | boolean {
  if (channel.kind === 'truth') return true;
  if (channel.kind === 'category') return channel.categories?.[0] ?? 'UNKNOWN';
  if (channel.kind === 'count') return 12;
  const stored = LIKELY[channel.propertyCode] ?? Math.max(channel.min ?? 0, Math.min(20, channel.max ?? 20));
  if (!channel.unitSent || !channel.unitStored) return stored;
  const options = channel.molarMass === null ? {} : { molarMass: channel.molarMass };
  return Number(unitConverter(channel.unitStored, channel.unitSent, options)(stored).toPrecision(4));
}

/** The message of a door about one reading of the device at `at`. */
export function sampleMessage(door: Source['door'], source: Source, device: SampleDevice, at: Date): object {
  const fields: Record<string, unknown> = {};
  for (const channel of device.channels) put(fields, channel.field.split('.'), sampleValue(channel));
  const time = `${at.toISOString().slice(0, 19)}Z`;
  const { identifier } = device;
  if (door === 'tts') {
    const ids =
      source.identifierKind === 'dev_eui'
        ? { device_id: `eui-${identifier.toLowerCase()}`, dev_eui: identifier }
        : { device_id: identifier };
    const uplink = { f_port: 1, f_cnt: 1, received_at: time, decoded_payload: fields };
    return { end_device_ids: ids, correlation_ids: [`try:${time}`], received_at: time, uplink_message: uplink };
  }
  if (door === 'chirpstack') {
    const deviceInfo =
      source.identifierKind === 'dev_eui' ? { devEui: identifier.toLowerCase() } : { deviceName: identifier };
    return { deduplicationId: `try-${time}`, time, deviceInfo, fCnt: 1, fPort: 1, object: fields };
  }
  return door === 'mqtt' ? { time, ...fields } : { device: identifier, time, ...fields };
}

/** A command for a shell that sends the sample; `key` is the key itself, or what stands for it. */
export function sampleCommand(
  source: Source,
  device: SampleDevice,
  { publicUrl, mqttPort, at, key }: { publicUrl: string; mqttPort: number; at: Date; key: string },
): string | undefined {
  const { door, authoritySlug, slug } = source;
  const body = JSON.stringify(sampleMessage(door, source, device, at), null, 2);
  if (door === 'mqtt') {
    const host = new URL(publicUrl).hostname;
    return [
      `mosquitto_pub -h ${host} -p ${mqttPort} -q 1`,
      `  -u ${quoted(`${authoritySlug}/${slug}`)} -P "${key}"`,
      `  -t ${quoted(`up/${device.identifier}`)}`,
      `  -m ${quoted(body)}`,
    ].join(' \\\n');
  }
  if (door !== 'tts' && door !== 'chirpstack' && door !== 'json') return undefined;
  const event = door === 'chirpstack' ? '?event=up' : '';
  return [
    `curl ${quoted(`${publicUrl}/ingest/${door}/${authoritySlug}/${slug}${event}`)}`,
    `  -H "Authorization: Bearer ${key}"`,
    '  -H "Content-Type: application/json"',
    `  -d ${quoted(body)}`,
  ].join(' \\\n');
}

/** For a POSIX shell: nothing inside is read by it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function put(into: Record<string, unknown>, [head, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    into[head!] = value;
    return;
  }
  into[head!] ??= {};
  put(into[head!] as Record<string, unknown>, rest, value);
}
