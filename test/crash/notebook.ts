/** What a sender remembers: every message it made, and which of them were acknowledged. */
import { keyOfText } from '../../src/ingest/gate/message-key.ts';
import type { BuiltDevice } from '../build-register.ts';

export interface Message {
  readonly device: string;
  readonly time: string;
  readonly key: string;
  readonly no2: number;
  readonly pm10: number;
}

/** As the store tells readings apart. */
export function readingId(datastreamId: number, atMs: number, key: bigint | string): string {
  return `${datastreamId} ${atMs} ${key}`;
}

const FROM_MS = Date.parse('2026-03-01T00:00:00Z');
const A_SECOND = 3; // messages of a device with the same time: the store keeps them beside one another

export class Notebook {
  readonly made = new Map<string, number>();
  readonly acknowledged = new Set<string>();
  readonly #devices: readonly BuiltDevice[];
  #count = 0;

  constructor(devices: readonly BuiltDevice[]) {
    this.#devices = devices;
  }

  /** The next message: its device, time and key together come once. */
  next(): Message {
    const nth = this.#count++;
    const device = this.#devices[nth % this.#devices.length]!;
    const round = Math.floor(nth / this.#devices.length);
    const time = new Date(FROM_MS + Math.floor(round / A_SECOND) * 1000 + 250).toISOString();
    const message = {
      device: device.identifier.value,
      time,
      key: `message ${nth}`,
      no2: (nth % 1000) / 10,
      pm10: ((nth * 7) % 1000) / 10,
    };
    for (const [id, value] of this.#readingsOf(message)) this.made.set(id, value);
    return message;
  }

  acknowledge(message: Message): void {
    for (const [id] of this.#readingsOf(message)) this.acknowledged.add(id);
  }

  #readingsOf(message: Message): [id: string, value: number][] {
    const { datastreams } = this.#devices.find(({ identifier }) => identifier.value === message.device)!;
    const at = Date.parse(message.time);
    const key = keyOfText(message.key);
    return [
      [readingId(datastreams.no2!, at, key), message.no2],
      [readingId(datastreams.pm10!, at, key), message.pm10],
    ];
  }
}
