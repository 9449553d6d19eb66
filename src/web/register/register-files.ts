import type { PublicDevice } from '../../register/index.ts';
import { csvOf } from '../face/csv.ts';
import { deviceHref } from './register-list.page.ts';

/** The filtered register as CSV. Places are as precise as the declarations let them be. */
export function registerCsv(devices: readonly PublicDevice[], publicUrl: string): string {
  return csvOf(
    [
      'authority',
      'project',
      'name',
      'slug',
      'state',
      'place',
      'latitude',
      'longitude',
      'place_precision_m',
      'measures',
      'capture',
      'page',
    ],
    devices.map((device) => [
      device.authorityName,
      device.projectTitle,
      device.name,
      device.slug,
      device.state,
      device.placeName,
      device.latitude,
      device.longitude,
      device.placePrecisionM,
      device.properties.join('; '),
      device.capture,
      publicUrl + deviceHref(device),
    ]),
  );
}

/** Devices with a place as GeoJSON (RFC 7946), for the map; `names` says what the codes of what they measure mean. */
export function registerGeoJson(devices: readonly PublicDevice[], names: ReadonlyMap<string, string>) {
  const features = devices
    .filter((device) => device.longitude !== null)
    .map((device) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [device.longitude, device.latitude] },
      properties: {
        name: device.name,
        place: device.placeName,
        state: device.state,
        capture: device.capture,
        measures: device.properties.map((code) => names.get(code) ?? code).join(', '),
        href: deviceHref(device),
      },
    }));
  return { type: 'FeatureCollection', features };
}
