/**
 * The demo's three boroughs: invented, with invented outlines in the open sea off Essex, so that nobody's street is
 * meant. Pure.
 */
import { chance, hashText } from './noise.ts';

export interface Borough {
  readonly slug: string;
  readonly name: string;
  readonly accent: string;
  /** Outline as [longitude, latitude], in order; a straight line leads from the last back to the first. */
  readonly outline: readonly (readonly [number, number])[];
}

export const BOROUGHS: readonly Borough[] = [
  {
    slug: 'marlstead',
    name: 'Marlstead Borough Council',
    accent: '#1b5e3f',
    outline: [
      [1.602, 51.642],
      [1.668, 51.661],
      [1.731, 51.652],
      [1.742, 51.607],
      [1.701, 51.581],
      [1.63, 51.589],
    ],
  },
  {
    slug: 'oakhithe',
    name: 'Oakhithe Borough Council',
    accent: '#164a73',
    outline: [
      [1.742, 51.607],
      [1.731, 51.652],
      [1.798, 51.668],
      [1.862, 51.64],
      [1.851, 51.593],
      [1.79, 51.578],
    ],
  },
  {
    slug: 'fennbridge',
    name: 'Fennbridge Borough Council',
    accent: '#6a2c5b',
    outline: [
      [1.63, 51.589],
      [1.701, 51.581],
      [1.742, 51.607],
      [1.79, 51.578],
      [1.768, 51.533],
      [1.69, 51.524],
      [1.622, 51.545],
    ],
  },
];

export const boroughCalled = (slug: string): Borough => BOROUGHS.find((borough) => borough.slug === slug)!;

/** A point inside the borough that belongs to this name, to six decimals. */
export function pointIn({ outline }: Borough, name: string): { latitude: number; longitude: number } {
  const stream = hashText(name);
  const longitudes = outline.map(([longitude]) => longitude);
  const latitudes = outline.map(([, latitude]) => latitude);
  const between = (list: number[], share: number) =>
    Math.min(...list) + share * (Math.max(...list) - Math.min(...list));
  for (let attempt = 0; ; attempt += 2) {
    const longitude = between(longitudes, chance(stream, attempt));
    const latitude = between(latitudes, chance(stream, attempt + 1));
    if (isInside(outline, longitude, latitude)) return { latitude: round(latitude), longitude: round(longitude) };
  }
}

/** Whether a point lies inside an outline: a line to the east crosses it an odd number of times. */
export function isInside(outline: Borough['outline'], longitude: number, latitude: number): boolean {
  let inside = false;
  for (const [index, [x1, y1]] of outline.entries()) {
    const [x2, y2] = outline[(index + 1) % outline.length]!;
    if (y1 > latitude === y2 > latitude) continue;
    if (longitude < x1 + ((latitude - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
