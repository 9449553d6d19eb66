/** The demo's four projects with their outcome records. Pure. */
import type { Entry } from '../apply/apply-file.ts';
import { DAMP, FOOTFALL, RIVER, SCHOOL_AIR } from './fleet.ts';
import { emailOf } from './people.ts';

type Project = Entry<'projects'>;

export function demoProjects(): Project[] {
  return [
    {
      authority: 'marlstead',
      slug: SCHOOL_AIR,
      title: 'Cleaner air on the way to school',
      summary:
        'Monitors outside 36 schools show where and when the air is worst, so that the school streets team closes the right streets at the right hours.',
      stage: 'deliver',
      people: [
        { email: emailOf('project_lead', 'marlstead'), part: 'lead' },
        { email: emailOf('service_officer', 'marlstead'), part: 'officer' },
        { email: emailOf('asset_owner', 'marlstead'), part: 'asset owner' },
      ],
      outcome: {
        outcome: { statement: 'Children breathe cleaner air on their way to school.' },
        action: {
          if_who: 'The school streets team',
          had_what: 'the streets and hours in which the air outside schools is worst',
          then_what: 'close those streets at those hours and tell the schools',
          who_acts: 'Head of school streets',
          obstacle: 'not_knowing',
        },
        insight: { forms: ['prioritised_list', 'alert'], predictive: 'no', how_often: 'hourly' },
        data: {
          looked_at: 'The two reference monitors of the borough and the national model.',
          existing: 'not_enough',
          why_not_enough: 'The monitors stand on main roads, and the model does not know single streets.',
          new_data: 'sensors',
          personal: 'no',
        },
      },
    },
    {
      authority: 'marlstead',
      slug: FOOTFALL,
      title: 'A High Street that is busy again',
      summary: 'Counters along the High Street tell traders and the market team which days and hours need life.',
      stage: 'develop',
      people: [{ email: emailOf('project_lead', 'marlstead'), part: 'lead' }],
      outcome: {
        outcome: { statement: 'Traders on the High Street earn a living from people who come back.' },
        action: {
          if_who: 'The market team',
          had_what: 'which hours and ends of the street are empty',
          then_what: 'place stalls, events and free parking there',
          who_acts: 'Town centre manager',
          obstacle: 'not_knowing',
        },
        insight: { forms: ['dashboard'], predictive: 'no', how_often: 'weekly' },
        data: {
          looked_at: 'Car park takings and the survey of traders.',
          existing: 'not_enough',
          why_not_enough: 'Neither says where people walk or stay away.',
          new_data: 'sensors',
          personal: 'perhaps',
        },
      },
    },
    {
      authority: 'oakhithe',
      slug: RIVER,
      title: 'Earlier warning when the river rises',
      summary:
        'Gauges on bridges and rain gauges on roofs tell the duty team when to close the riverside path and clear the screens.',
      stage: 'deliver',
      people: [{ email: emailOf('project_lead', 'oakhithe'), part: 'lead' }],
      outcome: {
        outcome: { statement: 'People on the riverside reach safety before the water does.' },
        action: {
          if_who: 'The duty team',
          had_what: 'how fast the river rises at each bridge',
          then_what: 'close the riverside path and clear the screens in time',
          who_acts: 'Head of highways',
          obstacle: 'not_knowing',
        },
        insight: { forms: ['alert', 'map'], predictive: 'no', how_often: 'at_once' },
        data: {
          looked_at: 'The national gauge twelve kilometres downstream.',
          existing: 'not_enough',
          why_not_enough: 'It rises two hours after the bridges in the town do.',
          new_data: 'sensors',
          personal: 'no',
        },
      },
    },
    {
      authority: 'fennbridge',
      slug: DAMP,
      title: 'Homes without damp and mould',
      summary: 'Tenants of 120 council homes lend a shelf to a small box, so that repairs come before the mould does.',
      stage: 'deliver',
      people: [{ email: emailOf('project_lead', 'fennbridge'), part: 'lead' }],
      outcome: {
        outcome: { statement: 'Tenants live in homes that are warm and free of mould.' },
        action: {
          if_who: 'The repairs team',
          had_what: 'which homes stay humid or cold for days',
          then_what: 'visit them first and mend fans, windows and heating',
          who_acts: 'Head of repairs',
          obstacle: 'not_knowing',
        },
        insight: { forms: ['prioritised_list'], predictive: 'no', how_often: 'weekly' },
        data: {
          looked_at: 'Repairs, complaints and stock condition.',
          existing: 'not_enough',
          why_not_enough: 'They know of a home only after somebody complained.',
          new_data: 'sensors',
          personal: 'yes',
        },
      },
    },
  ];
}
