/**
 * What a made-up sensor measures: `value(seed, datastream, instant)` depends on these three and on nothing else, so the
 * history and the live readings of the demo are one line, whenever and in whatever order they are asked for. Pure.
 */
import { chance, drift, hashText, weather } from './noise.ts';
import { hourOfDay, isWeekend, peak, season } from './rhythm.ts';

export type Quantity = 'no2' | 'pm10' | 'pm25' | 'level' | 'rain' | 'temperature' | 'humidity' | 'count';

/** A datastream of the demo: what is measured where. `works`: beside a building site. */
export interface Stream {
  readonly quantity: Quantity;
  readonly site: string;
  readonly works?: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The value as the device would send it, in the unit its model says, with the device's own precision. */
export function value(seed: number, { quantity, site, works = false }: Stream, atMs: number): number {
  const own = (name: string) => hashText(`${seed} ${name} ${site}`);
  const shared = (name: string) => hashText(`${seed} ${name}`);
  switch (quantity) {
    case 'no2':
      return tenths(no2(own('no2'), shared('air'), atMs));
    case 'pm25':
      return tenths(pm25(own('pm'), shared('air'), atMs, works));
    case 'pm10':
      return tenths(pm25(own('pm'), shared('air'), atMs, works) * 1.25 + 4 + 5 * chance(own('dust'), atMs / 60_000));
    case 'rain':
      return Math.round(rainAt(shared('rain'), atMs) * (0.8 + 0.4 * chance(own('gauge'), 0)) * 5) / 5;
    case 'level':
      return Math.round(level(own('level'), shared('rain'), atMs) * 1000) / 1000;
    case 'temperature':
      return tenths(indoors(own('home'), shared('outdoors'), atMs));
    case 'humidity':
      return Math.round(damp(own('home'), shared('outdoors'), atMs) * 2) / 2;
    case 'count':
      return footfall(own('street'), shared('outdoors'), atMs);
  }
}

/** How still the air is, 0 to 1, the same over a whole borough. */
const stillness = (air: number, atMs: number) => weather(air, atMs, 30 * HOUR_MS);

function no2(site: number, air: number, atMs: number): number {
  const hour = hourOfDay(atMs);
  const rush = isWeekend(atMs)
    ? 0.3 * peak(hour, 14, 4)
    : 0.8 * peak(hour, 8.2, 1.3) + 0.35 * peak(hour, 15.3, 0.7) + 0.7 * peak(hour, 17.6, 1.8);
  const kerb = 14 + 16 * chance(site, 0);
  return kerb * (0.35 + rush) * (0.5 + 1.1 * stillness(air, atMs)) + 4 * drift(site, atMs, 20 * 60_000) + 3;
}

function pm25(site: number, air: number, atMs: number, works: boolean): number {
  const hour = hourOfDay(atMs);
  const base = 4 + 4 * chance(site, 1) + 10 * stillness(air, atMs) + 2 * peak(hour, 8.2, 1.5) + 3 * peak(hour, 20, 2.5);
  const quick = 1.5 * drift(site + 7, atMs, 15 * 60_000);
  return works ? 38 + 0.35 * base + quick : base + quick;
}

/** Millimetres in a quarter of an hour: mostly none, and some hours of it every few days. */
function rainAt(rain: number, atMs: number): number {
  const wet = weather(rain, atMs, 16 * HOUR_MS) - 0.68;
  return wet <= 0 ? 0 : wet * 7 * (0.3 + 0.7 * drift(rain + 5, atMs, 40 * 60_000));
}

/** Metres: a slow base, and what fell in the last day and a half on its way down. */
function level(gauge: number, rain: number, atMs: number): number {
  const hours = Math.floor(atMs / (2 * HOUR_MS)) * 2;
  const share = atMs / HOUR_MS - hours;
  let flow = 0;
  for (let ago = 0; ago <= 36; ago += 2) {
    const away = ago + share;
    flow += rainAt(rain, (hours - ago) * HOUR_MS) * (away / 6) * Math.exp(1 - away / 6);
  }
  return (
    0.3 +
    0.35 * chance(gauge, 0) +
    0.12 * weather(gauge, atMs, 6 * DAY_MS) +
    0.16 * flow +
    0.004 * chance(gauge + 3, atMs / 60_000)
  );
}

function indoors(home: number, outdoors: number, atMs: number): number {
  const hour = hourOfDay(atMs);
  const warmth = 16.5 + 4 * chance(home, 0);
  const heated = 1.6 * peak(hour, 7.5, 1.5) + 2.2 * peak(hour, 19.5, 3);
  return (
    warmth +
    heated +
    1.5 * season(atMs) +
    3 * (weather(outdoors, atMs, 60 * HOUR_MS) - 0.5) +
    0.6 * drift(home, atMs, 2 * HOUR_MS)
  );
}

function damp(home: number, outdoors: number, atMs: number): number {
  const hour = hourOfDay(atMs);
  const base = 44 + 26 * chance(home, 1) ** 2;
  const steam = 7 * peak(hour, 7.2, 0.8) + 9 * peak(hour, 18.5, 1.5);
  return Math.min(
    98,
    base + steam + 12 * (weather(outdoors + 11, atMs, 40 * HOUR_MS) - 0.4) + 3 * drift(home + 4, atMs, 3 * HOUR_MS),
  );
}

/** People in the hour before. */
function footfall(street: number, outdoors: number, atMs: number): number {
  const hour = hourOfDay(atMs);
  const shops =
    peak(hour, 12.8, 2.6) +
    0.6 * peak(hour, 17.3, 1.6) +
    (isWeekend(atMs) ? 0.5 * peak(hour, 14.5, 3) : 0.25 * peak(hour, 8.6, 0.8));
  const busy = (120 + 700 * chance(street, 0)) * shops * (0.75 + 0.5 * weather(outdoors, atMs, 30 * HOUR_MS));
  return Math.round(busy * (0.9 + 0.2 * chance(street + 1, atMs / HOUR_MS)));
}

function tenths(number: number): number {
  return Math.round(number * 10) / 10;
}
