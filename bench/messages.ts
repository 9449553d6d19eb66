/** The messages of each door, by number: cheap to make, each (device, time) once, a minute apart as the declaration asks. */
import { ttsUplink } from '../test/build-house.ts';

export const DOORS = ['single', 'array', 'mqtt', 'tts'] as const;
export type Door = (typeof DOORS)[number];

/** What each door is called, how many messages are under way at once, and readings a message. */
export const DOOR_FACTS: Record<Door, { title: string; connections: number; window: number; readings: number }> = {
  single: { title: 'HTTP, one reading a request, 64 connections', connections: 64, window: 1, readings: 1 },
  array: { title: 'HTTP, arrays of 1,000, 4 connections', connections: 4, window: 1, readings: 1000 },
  mqtt: { title: 'MQTT QoS 1, 8 clients, 50 under way each', connections: 8, window: 50, readings: 1 },
  tts: { title: 'TTS webhook with a codec, 64 connections', connections: 64, window: 1, readings: 2 },
};

export interface Stream {
  readonly door: Door;
  /** Identifiers of the devices that send, in turn. */
  readonly devices: readonly string[];
  /** No two runs share a time. */
  readonly run: number;
}

const FROM_MS = Date.parse('2021-01-01T00:00:00Z');
const RUN_MS = 30 * 86_400_000;
const STEP_MS = 60_000;

/** Makes message number `nth` of a stream: its body, and the device it is of (MQTT's topic needs it). */
export function messageMaker({ door, devices, run }: Stream): (nth: number) => { device: string; body: string } {
  const fromMs = FROM_MS + run * RUN_MS;
  const timeOf = (nth: number) => new Date(fromMs + Math.floor(nth / devices.length) * STEP_MS).toISOString();
  const sentAs = (nth: number) => ((nth * 37) % 2000) / 10;
  const deviceOf = (nth: number) => devices[nth % devices.length]!;
  const reading = (nth: number) => `{"device":"${deviceOf(nth)}","time":"${timeOf(nth)}","no2":${sentAs(nth)}}`;
  switch (door) {
    case 'single':
      return (nth) => ({ device: deviceOf(nth), body: reading(nth) });
    case 'array':
      return (nth) => {
        const from = nth * DOOR_FACTS.array.readings;
        const items: string[] = [];
        for (let i = 0; i < DOOR_FACTS.array.readings; i++) items.push(reading(from + i));
        return { device: '', body: `[${items.join(',')}]` };
      };
    case 'mqtt':
      return (nth) => ({ device: deviceOf(nth), body: `{"time":"${timeOf(nth)}","no2":${sentAs(nth)}}` });
    case 'tts': {
      const pieces = ttsPieces();
      return (nth) => {
        const device = deviceOf(nth);
        const tenths = (nth * 37) % 2000;
        const bytes = Buffer.from([tenths >> 8, tenths & 255, 0, nth & 255]).toString('base64');
        return { device, body: pieces({ DEVICE: device, TIME: timeOf(nth), '99999': String(nth), Qk9EWQ: bytes }) };
      };
    }
  }
}

/** The webhook cut at its marks, so that making one costs a concatenation. */
function ttsPieces(): (values: Record<string, string>) => string {
  const whole = JSON.stringify(ttsUplink('DEVICE', { receivedAt: 'TIME', fCnt: 99_999 }, Buffer.from('BODY')));
  const parts = whole.replaceAll('eui-device', 'eui-DEVICE').split(/(DEVICE|TIME|99999|Qk9EWQ==)/);
  return (values) => parts.map((part) => values[part.replace('==', '')] ?? part).join('');
}
