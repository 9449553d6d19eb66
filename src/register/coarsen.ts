export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Metres in a degree of latitude, and in a degree of longitude at the equator. */
const METRES_PER_DEGREE = 111_320;

/**
 * The centre of the grid cell of `metres` in which a point lies; 0 leaves the point exact. Rows are metres / 111,320
 * degrees of latitude high, counted from the equator. Columns are as wide in metres, with the cosine taken in the
 * middle of the whole degree of latitude in which the row's centre lies (so that a cell of 200 m consists of four cells
 * of 100 m, and publishing the coarser point after the finer tells nothing new), rounded to four decimals and never
 * under 0.01. The answer is rounded to six decimals. Snapping to its own answer changes nothing, and every point of a
 * cell has the same answer, so repeated publication cannot be averaged away as with random offsets.
 * `register.coarsen_latitude` and `register.coarsen_longitude` do the same steps in SQL.
 */
export function coarsen({ latitude, longitude }: Point, metres: number): Point {
  if (metres <= 0) return { latitude, longitude };
  const rowHeight = metres / METRES_PER_DEGREE;
  const centre = (Math.floor(nearZero(latitude) / rowHeight) + 0.5) * rowHeight;
  const columnWidth = metres / (METRES_PER_DEGREE * cosineOfDegree(Math.floor(centre)));
  const column = (Math.floor(nearZero(longitude) / columnWidth) + 0.5) * columnWidth;
  return { latitude: micro(Math.min(90, centre)), longitude: micro(Math.min(180, column)) };
}

function cosineOfDegree(degree: number): number {
  return Math.max(0.01, Math.floor(Math.cos(((degree + 0.5) * Math.PI) / 180) * 10_000 + 0.5) / 10_000);
}

/** What is nearer to 0 than a nanodegree counts as 0: PostgreSQL refuses quotients that underflow. */
function nearZero(degrees: number): number {
  return Math.abs(degrees) < 1e-9 ? 0 : degrees;
}

function micro(degrees: number): number {
  return Math.floor(degrees * 1_000_000 + 0.5) / 1_000_000;
}
