/** Everything the demo begins with, as a file for `lamppost apply` would say it. Pure. */
import type { ApplyFile } from '../apply/apply-file.ts';
import type { ReadFile } from '../apply/read-file.ts';
import { BOROUGHS } from './boroughs.ts';
import { demoDeclarations } from './declarations.ts';
import { FLEET } from './fleet.ts';
import { demoModels } from './models.ts';
import { demoPeople } from './people.ts';
import { demoProjects } from './projects.ts';

/** Short name of the source, in each borough, that the demo's readings come through. */
export const SIMULATOR = 'demo-simulator';

/** The world as it was set up on this day. */
export function demoWorld(on: Date): ReadFile {
  const value: ApplyFile = {
    lamppost: 1,
    authorities: BOROUGHS.map(({ slug, name, accent }) => ({
      slug,
      name,
      accent,
      contact_email: `hello@${slug}.example`,
      website: `https://www.${slug}.example`,
    })),
    people: demoPeople(),
    projects: demoProjects(),
    declarations: demoDeclarations(on),
    models: demoModels(),
    places: FLEET.map(({ borough, place: { areaCode, ...place } }) => ({
      authority: borough,
      ...place,
      ...(areaCode ? { area_code: areaCode } : {}),
    })),
    devices: FLEET.map((device) => ({
      authority: device.borough,
      slug: device.slug,
      name: device.name,
      project: device.project,
      model: device.model,
      state: device.isPlanned ? ('planned' as const) : ('live' as const),
      owner: BOROUGHS.find(({ slug }) => slug === device.borough)!.name,
      network: device.model === 'bridge-gauge' ? '4G' : 'LoRaWAN',
      report_interval_s: device.intervalS,
      identifiers: [{ kind: 'dev_eui' as const, value: device.identifier }],
      place: device.place.slug,
      mounted_on: device.mountedOn,
      placed_on: on.toISOString().slice(0, 10),
    })),
    sources: BOROUGHS.map(({ slug, name }) => ({
      authority: slug,
      slug: SIMULATOR,
      name: `Made-up readings for ${name}`,
      door: 'json' as const,
      identifier_kind: 'dev_eui' as const,
    })),
  };
  return { name: 'the demo', value, where: () => 'the demo' };
}
