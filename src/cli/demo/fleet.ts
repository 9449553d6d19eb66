/** The demo's 200 devices: what each is, where it stands, how often it reports. Pure. */
import { boroughCalled, pointIn } from './boroughs.ts';
import { hashText } from './noise.ts';
import type { Quantity, Stream } from './value.ts';

export interface DemoPlace {
  readonly slug: string;
  readonly name: string;
  readonly kind: 'school' | 'river' | 'building' | 'street' | 'dwelling';
  readonly latitude: number;
  readonly longitude: number;
  readonly areaCode?: string;
}

export interface DemoDevice {
  readonly borough: string;
  readonly project: string;
  readonly model: string;
  readonly slug: string;
  readonly name: string;
  readonly identifier: string;
  readonly place: DemoPlace;
  readonly mountedOn: string;
  readonly intervalS: number;
  /** Seconds after the full interval at which it reports. */
  readonly offsetS: number;
  /** Field of its model -> what it measures. */
  readonly streams: Readonly<Record<string, Stream>>;
  /** Planned: it stands in the register and sends nothing yet. */
  readonly isPlanned: boolean;
}

export const SCHOOL_AIR = 'air-outside-schools';
export const RIVER = 'river-and-rain';
export const DAMP = 'damp-in-homes';
export const FOOTFALL = 'high-street-footfall';

const SAINTS = ['Oswin', 'Cedd', 'Edith', 'Alban'];
const TREES = ['Ash', 'Birch', 'Cedar', 'Hazel', 'Linden', 'Rowan', 'Willow', 'Alder'];
const ENDS = ['Lane', 'Road', 'Green', 'Hill'];
const WATERS = ['Mill', 'Stone', 'Weir', 'Ferry', 'Abbey', 'Tannery', 'Rope'];
/** Homes with a sensor in each small area; those with fewer than ten never show in public. */
const HOMES = [18, 17, 16, 15, 14, 13, 12, 8, 7];

/** The place beside a building site, where the air is always in the moderate band. */
export const WORKS_SITE = 'ash-lane-primary';

export const FLEET: readonly DemoDevice[] = [...schools(), ...gauges(), ...homes(), ...counters()];

function schools(): DemoDevice[] {
  const names = [
    ...TREES.flatMap((tree) => ENDS.map((end) => `${tree} ${end} Primary`)),
    ...SAINTS.map((saint) => `St ${saint}'s Juniors`),
  ];
  return names.map((school, index) =>
    aDevice('marlstead', SCHOOL_AIR, 'kerbside-3', `air-${slugOf(school)}`, `Air monitor at ${school}`, {
      place: { name: `${school} School`, slug: slugOf(school), kind: 'school' },
      mountedOn: `lamp column ${((index * 7) % 40) + 1}`,
      intervalS: index < 4 ? 300 : 900,
      measures: { no2: 'no2', pm10: 'pm10', pm25: 'pm25' },
    }),
  );
}

function gauges(): DemoDevice[] {
  const bridges = WATERS.flatMap((water) => [`${water} Bridge`, `${water} Lock`]);
  const roofs = [
    'Town Hall',
    'Depot',
    'Library',
    'Swimming Pool',
    'Fire Station',
    'College',
    'Museum',
    'Market',
    'Allotments',
    'Leisure Centre',
  ];
  return [
    ...bridges.map((bridge) =>
      aDevice('oakhithe', RIVER, 'bridge-gauge', `level-${slugOf(bridge)}`, `Level at ${bridge}`, {
        place: { name: bridge, slug: slugOf(bridge), kind: 'river' },
        mountedOn: 'bridge deck',
        intervalS: 900,
        measures: { level: 'level' },
      }),
    ),
    ...roofs.map((roof) =>
      aDevice('oakhithe', RIVER, 'tipping-bucket', `rain-${slugOf(roof)}`, `Rain at the ${roof}`, {
        place: { name: `Oakhithe ${roof}`, slug: slugOf(roof), kind: 'building' },
        mountedOn: 'flat roof',
        intervalS: 900,
        measures: { rain: 'rain' },
      }),
    ),
  ];
}

function homes(): DemoDevice[] {
  return HOMES.flatMap((count, area) =>
    Array.from({ length: count }, (_, index) => {
      const number = `${area + 1}${String(index + 1).padStart(2, '0')}`;
      return aDevice('fennbridge', DAMP, 'hearth-2', `home-${number}`, `Sensor in home ${number}`, {
        place: { name: `Home ${number}`, slug: `home-${number}`, kind: 'dwelling', areaCode: `E0199000${area + 1}` },
        mountedOn: 'living room',
        intervalS: 7200,
        measures: { temperature: 'temperature', humidity: 'humidity' },
      });
    }),
  );
}

function counters(): DemoDevice[] {
  return Array.from({ length: 20 }, (_, index) => {
    const name = `High Street ${index * 8 + 3}`;
    return aDevice('marlstead', FOOTFALL, 'doorstep-counter', `count-${slugOf(name)}`, `Counter at ${name}`, {
      place: { name, slug: slugOf(name), kind: 'street' },
      mountedOn: `lamp column ${index + 60}`,
      intervalS: 3600,
      measures: { count: 'count' },
      isPlanned: index >= 18,
    });
  });
}

interface Wish {
  readonly place: Omit<DemoPlace, 'latitude' | 'longitude'>;
  readonly mountedOn: string;
  readonly intervalS: number;
  readonly measures: Readonly<Record<string, Quantity>>;
  readonly isPlanned?: boolean;
}

function aDevice(borough: string, project: string, model: string, slug: string, name: string, wish: Wish): DemoDevice {
  const { place, mountedOn, intervalS, measures, isPlanned = false } = wish;
  const site = place.slug;
  const works = site === WORKS_SITE ? { works: true } : {};
  const identifier = `70B3D57ED0${hashText(`${borough} ${slug}`).toString(16).toUpperCase().padStart(8, '0').slice(0, 6)}`;
  return {
    borough,
    project,
    model,
    slug,
    name,
    identifier,
    place: { ...place, ...pointIn(boroughCalled(borough), `${borough} ${site}`) },
    mountedOn,
    intervalS,
    offsetS: hashText(`${slug} offset`) % intervalS,
    streams: Object.fromEntries(
      Object.entries(measures).map(([field, quantity]) => [field, { quantity, site, ...works }]),
    ),
    isPlanned,
  };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-');
}
