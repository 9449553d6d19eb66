// Where a label stands so that it covers least of the line.
import type { ScaleLinear } from 'd3-scale';
import type { SeriesPoint } from './series.ts';

/** The room a label takes, in the drawing's units. */
export type Box = { left: number; top: number; width: number; height: number };

/** Where the readings are drawn. */
export function positions(
  points: readonly SeriesPoint[],
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
): [number, number][] {
  return points.map((point) => [x(point.at.getTime()), y(point.value)]);
}

/** The first of the boxes that covers fewest readings and, before that, no other label. There must be one; points go from left to right. */
export function clearest(boxes: readonly Box[], points: readonly [number, number][], taken: readonly Box[]): Box {
  let best = boxes[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    let cost = 10_000 * taken.filter((other) => overlap(box, other)).length;
    const right = box.left + box.width;
    for (let i = firstFrom(points, box.left); i < points.length && points[i]![0] <= right; i++) {
      const y = points[i]![1];
      if (y >= box.top && y <= box.top + box.height) cost++;
    }
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

/** The index of the first point at or right of x. */
function firstFrom(points: readonly [number, number][], x: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]![0] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
