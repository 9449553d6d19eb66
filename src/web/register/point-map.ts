import { scaleLinear } from 'd3-scale';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

const WIDTH = 720;
const HEIGHT = 420;
const MARGIN = 24;
const METRES_PER_DEGREE = 111_320;

/**
 * A still map of points as SVG with a scale bar and north, for those without script and for print. Equirectangular at the
 * middle latitude, which is true to a fraction of a percent across a city. Undefined when there is no point.
 */
export function drawPointMap(points: readonly Point[], label: string): string | undefined {
  if (points.length === 0) return undefined;
  const latitudes = points.map((point) => point.latitude);
  const longitudes = points.map((point) => point.longitude);
  const middle = { latitude: mid(latitudes), longitude: mid(longitudes) };
  const squeeze = Math.cos((middle.latitude * Math.PI) / 180);
  const widthM = Math.max(200, span(longitudes) * METRES_PER_DEGREE * squeeze);
  const heightM = Math.max(200, span(latitudes) * METRES_PER_DEGREE);
  const metresPerPixel = Math.max(widthM / (WIDTH - 2 * MARGIN), heightM / (HEIGHT - 2 * MARGIN));
  const x = scaleLinear(
    [middle.longitude, middle.longitude + 1],
    [WIDTH / 2, WIDTH / 2 + (METRES_PER_DEGREE * squeeze) / metresPerPixel],
  );
  const y = scaleLinear(
    [middle.latitude, middle.latitude + 1],
    [HEIGHT / 2, HEIGHT / 2 - METRES_PER_DEGREE / metresPerPixel],
  );
  const dots = points.map(
    (point) => `<circle cx="${x(point.longitude).toFixed(1)}" cy="${y(point.latitude).toFixed(1)}" r="5"/>`,
  );
  const barM = niceLength(metresPerPixel * 140);
  const barPx = barM / metresPerPixel;
  const barText = barM >= 1000 ? `${barM / 1000} km` : `${barM} m`;
  return (
    `<svg class="lamp-still-map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label.replace(/[&<>"]/g, ' ')}">` +
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#f3f2f1"/>` +
    `<g fill="#12263f" stroke="#ffffff" stroke-width="1.5">${[...new Set(dots)].join('')}</g>` +
    `<g stroke="#12263f" stroke-width="2" fill="none"><path d="M${MARGIN} ${HEIGHT - 22}v6h${barPx.toFixed(1)}v-6"/><path d="M${WIDTH - 30} 52V20m-7 10 7-12 7 12"/></g>` +
    `<g fill="#12263f" font-size="14" font-family="Arial, sans-serif"><text x="${MARGIN}" y="${HEIGHT - 28}">${barText}</text><text x="${WIDTH - 35}" y="70">N</text></g></svg>`
  );
}

function mid(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}

function span(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** The greatest of 1, 2 or 5 times a power of ten that is not longer. */
function niceLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= metres)!;
}
