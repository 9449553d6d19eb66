/** What the demo's projects promise about their data. Pure. */
import type { DeclarationBody, DeclaredProperty } from '../../register/index.ts';
import type { Entry } from '../apply/apply-file.ts';
import { DAMP, FOOTFALL, RIVER, SCHOOL_AIR } from './fleet.ts';

type Declaration = Entry<'declarations'>;

/** All four declarations, as submitted on this day. */
export function demoDeclarations(on: Date): Declaration[] {
  return [schoolAir(on), river(on), damp(on), footfall(on)];
}

function schoolAir(on: Date): Declaration {
  const purposes = ['air-outside-schools', 'planning_decision_making'];
  return {
    authority: 'marlstead',
    project: SCHOOL_AIR,
    title: 'Air outside schools',
    summary:
      'Small monitors on lamp columns measure nitrogen dioxide and particles outside 36 schools. They hold no camera and no microphone and cannot tell who passes.',
    ...promise(on, 'Marlstead', 'Environment team'),
    processors: ['Kerbside Instruments Ltd'],
    purposes: [
      {
        code: 'air-outside-schools',
        label: 'Cleaner air for children',
        because: 'To see at which schools and hours the air is worst, and to act on the day it matters.',
      },
      {
        code: 'planning_decision_making',
        label: 'Choosing school streets',
        because: 'To decide which streets close at school times, and to see whether it helped.',
      },
    ],
    technologies: ['air_quality'],
    properties: ['no2', 'pm10', 'pm25'].map((property) =>
      open(property, purposes, { shortest_interval_s: 60, retention_days: 1825 }),
    ),
    processing: [
      'Each monitor sends a message every 5 or 15 minutes',
      'Readings are rounded and stored',
      'Means are compared with the UK daily air quality index',
    ],
    who_acts: 'The school streets team looks at the list each morning and at each alert.',
    sharing: { dataset: 'air-outside-schools', title: 'Air outside schools in Marlstead', licence: 'OGL-UK-3.0' },
  };
}

function river(on: Date): Declaration {
  const limits = { shortest_interval_s: 300, retention_days: 3650 };
  return {
    authority: 'oakhithe',
    project: RIVER,
    title: 'River and rain levels',
    summary:
      'Gauges on fourteen bridges and ten roofs measure the level of the river and the rain. They measure water and nothing else.',
    ...promise(on, 'Oakhithe', 'Flood team'),
    purposes: [
      {
        code: 'safety_security',
        label: 'Flood warning',
        because: 'To close paths and clear screens before the river reaches them.',
      },
    ],
    technologies: ['radar', 'weather_station'],
    properties: [
      open('water-level', ['safety_security'], { ...limits, decimals: 3 }),
      open('rainfall', ['safety_security'], limits),
    ],
    processing: ['Readings are stored as they come'],
    who_acts: 'The duty team of highways, day and night.',
    sharing: { dataset: 'river-and-rain', title: 'River and rain levels in Oakhithe', licence: 'OGL-UK-3.0' },
  };
}

function damp(on: Date): Declaration {
  const kept = {
    purposes: ['health'],
    shortest_interval_s: 3600,
    decimals: 1,
    place_precision_m: 1000,
    retention_days: 400,
    audiences: [{ audience: 'project', detail: 'readings' }] satisfies DeclaredProperty['audiences'],
  };
  return {
    authority: 'fennbridge',
    project: DAMP,
    title: 'Damp and cold in council homes',
    summary:
      'A box on a shelf measures temperature and humidity in homes whose tenants agreed to it. It does not listen, watch or notice who is at home.',
    ...promise(on, 'Fennbridge', 'Housing repairs'),
    lawful_basis: 'consent',
    classes: { capture: 'pseudonymous', leaving_device: 'pseudonymous', stored: 'pseudonymous', published: 'none' },
    processors: ['Warm Rooms Co-operative'],
    purposes: [
      {
        code: 'health',
        label: 'Homes without mould',
        because: 'To send repairs to homes that stay humid or cold before mould grows.',
      },
    ],
    technologies: ['thermometer'],
    properties: [
      { property: 'air-temperature', ...kept },
      { property: 'relative-humidity', ...kept },
    ],
    processing: [
      'Each box sends a message every two hours',
      'Readings are stored under the number of the home, never a name',
    ],
    who_acts: 'The repairs team visits the homes at the top of the list each week.',
    sharing: {
      dataset: 'damp-in-homes',
      title: 'Homes with a sensor, by area',
      licence: 'OGL-UK-3.0',
      why_not_open:
        'Readings from a home tell when somebody is there. Only numbers of homes are published, of ten or more in an area.',
    },
    capable_but_off: ['Motion: the detector of the box is switched off in its firmware'],
  };
}

function footfall(on: Date): Declaration {
  return {
    authority: 'marlstead',
    project: FOOTFALL,
    title: 'People counted on the High Street',
    summary:
      'Infrared beams count how many people pass each hour. They have no camera and see no difference between one person and another.',
    ...promise(on, 'Marlstead', 'Town centre team'),
    lawful_basis: 'public_task',
    classes: { capture: 'de_identified', leaving_device: 'none', stored: 'none', published: 'none' },
    processors: ['Passerby BV'],
    purposes: [
      {
        code: 'commerce',
        label: 'A livelier High Street',
        because: 'To place stalls and events where and when the street is empty.',
      },
    ],
    technologies: ['passive_infrared_sensor'],
    properties: [
      open('count-people', ['commerce'], {
        shortest_interval_s: 3600,
        decimals: 0,
        retention_days: 730,
        suppress_below: 5,
      }),
    ],
    processing: ['The beam counts for an hour and sends one number', 'Numbers under five are not stored'],
    who_acts: 'The market team plans the month ahead with them.',
    sharing: { dataset: 'high-street-footfall', title: 'People counted on the High Street', licence: 'OGL-UK-3.0' },
  };
}

/** What the four have in common. */
function promise(on: Date, borough: string, team: string) {
  const email = `${team.toLowerCase().replaceAll(' ', '-')}@${borough.toLowerCase()}.example`;
  return {
    controller: `${borough} Borough Council`,
    processors: [] as string[],
    lawful_basis: 'not_personal',
    classes: { capture: 'none', leaving_device: 'none', stored: 'none', published: 'none' },
    stored_in: [`Servers of the council in ${borough}`],
    algorithms: [] as string[],
    capable_but_off: [] as string[],
    ends_on: yearsAfter(on, 3),
    review_on: yearsAfter(on, 1),
    contact: { name: team, email },
    objections: `Write to ${email}. You have an answer within 20 working days.`,
  } satisfies Partial<DeclarationBody>;
}

function open(property: string, purposes: string[], limits: Partial<DeclaredProperty>): DeclaredProperty {
  const audiences: DeclaredProperty['audiences'] = [{ audience: 'public', detail: 'readings' }];
  return {
    property,
    purposes,
    shortest_interval_s: 60,
    decimals: 1,
    place_precision_m: 0,
    retention_days: 730,
    audiences,
    ...limits,
  };
}

function yearsAfter(day: Date, years: number): string {
  return `${day.getUTCFullYear() + years}-${day.toISOString().slice(5, 8)}01`;
}
