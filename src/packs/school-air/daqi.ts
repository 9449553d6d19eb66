/**
 * The UK Daily Air Quality Index. Upper bounds of index 1 to 9 in µg/m³, compared with the value rounded to an integer;
 * above the last it is 10. Source: Defra UK-AIR, "Daily Air Quality Index" (NO2 row checked there; the others agree with
 * the published table). Averages: NO2 one hour, PM2.5 and PM10 twenty-four hours, O3 running eight hours.
 */
export type DaqiPollutant = 'no2' | 'o3' | 'pm25' | 'pm10';
export type DaqiBand = 'low' | 'moderate' | 'high' | 'very high';

export const DAQI: Record<DaqiPollutant, { name: string; upperBounds: readonly number[]; averagingHours: number }> = {
  no2: { name: 'NO₂', upperBounds: [67, 134, 200, 267, 334, 400, 467, 534, 600], averagingHours: 1 },
  o3: { name: 'O₃', upperBounds: [33, 66, 100, 120, 140, 160, 187, 213, 240], averagingHours: 8 },
  pm25: { name: 'PM2.5', upperBounds: [11, 23, 35, 41, 47, 53, 58, 64, 70], averagingHours: 24 },
  pm10: { name: 'PM10', upperBounds: [16, 33, 50, 58, 66, 75, 83, 91, 100], averagingHours: 24 },
};

/** The index 1–10 of a mean in µg/m³. Negative means, which real monitors report near zero, count as index 1. */
export function daqiIndex(pollutant: DaqiPollutant, mean: number): number {
  const rounded = Math.round(mean);
  const position = DAQI[pollutant].upperBounds.findIndex((bound) => rounded <= bound);
  return position === -1 ? 10 : position + 1;
}

/** Low 1–3, moderate 4–6, high 7–9, very high 10. */
export function daqiBand(index: number): DaqiBand {
  if (index <= 3) return 'low';
  if (index <= 6) return 'moderate';
  return index <= 9 ? 'high' : 'very high';
}
