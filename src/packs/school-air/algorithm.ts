import type { AlgorithmRecord } from '../../publish/index.ts';
import { METHOD_VERSION, NEEDED_COVERAGE } from './assess-place.ts';
import { DAQI } from './daqi.ts';
import { PURPOSE } from './sites.store.ts';

const POLLUTANTS = Object.values(DAQI)
  .map(({ name }) => name)
  .join(', ');

/** What the public may know of how this pack ranks the air outside schools. */
export const SCHOOL_AIR_ALGORITHM: AlgorithmRecord = {
  id: 'air-outside-schools',
  name: 'Air outside schools, worst first',
  description:
    'Turns the readings at each school gate into an air quality index from 1 to 10 and lists the gates with the worst air first, so that people can act on the day it matters.',
  purpose: PURPOSE,
  methodVersion: METHOD_VERSION,
  phase: 'production',
  capability: 'analysis',
  function: 'environmental-protection',
  task: 'prioritisation',
  humanRole: {
    mode: 'advise',
    decides:
      'The school streets team reads the list and decides whether to close a street, speak to a school or do nothing.',
    review:
      'Every alert is acknowledged or dismissed by a named person with a reason, and the reasons feed the evaluation.',
  },
  appeals: [
    {
      layer: 'output',
      what: 'that a place is ranked wrongly, or that its readings cannot be right.',
      who: 'Anyone may say so,',
      route: {
        kind: 'page',
        href: '/contact?kind=complaint',
        says: 'on the page of the place or to the contact of its declaration.',
      },
      effect: 'The readings are checked; a faulty monitor leaves the list until it is mended.',
      withinDays: 30,
    },
    {
      layer: 'process',
      what: 'that a street was closed, or was not.',
      who: 'Residents, schools and traders may ask for that decision to be looked at again',
      route: { kind: 'contact', says: 'by writing to the contact of the declaration.' },
      effect: 'A person who did not take the decision answers, and may change it.',
      withinDays: 30,
    },
  ],
  risks: [
    {
      name: 'A monitor drifts',
      description: 'Low-cost monitors read too high or too low as they age.',
      mitigation:
        'Values are shown as provisional, values outside what the instrument can say are refused, and silent or drifting devices raise an alert.',
    },
    {
      name: 'Places without a monitor look clean',
      description: 'A gate nobody measures cannot be on the list.',
      mitigation: 'The list says which places it knows; where monitors stand is in the public register.',
    },
    {
      name: 'Too little data',
      description: 'A mean over few hours misleads.',
      mitigation: `Without ${NEEDED_COVERAGE * 100} % of the hours a pollutant is left out, and the place is said to have too little data.`,
    },
  ],
  answers: {
    detailed_description: `For each place, hourly means of ${POLLUTANTS} are averaged over the time the UK daily air quality index asks for; each gives an index, and the highest counts.`,
    scope:
      'Outdoor air at places whose declaration names this purpose. It says nothing about single children, and is no measurement for legal limits.',
    benefit: 'Action on the worst days at the worst gates, instead of an average for the whole borough.',
    previous_process: 'Yearly means of a few reference stations, read after the year was over.',
    alternatives_considered: 'A forecast for the whole city exists but does not tell one street from the next.',
    provided_information:
      'Place, index and band, the pollutant that decides, its mean and how much of the time has readings.',
    required_training:
      'What the index means, what provisional readings can and cannot show, and how to dismiss an alert with a reason.',
    system_architecture: 'Rules in Lamppost, run when readings arrive and every ten minutes; open source.',
    maintenance: 'Changed with a new method version, which stands on every finding. Reviewed with the declaration.',
    models: 'One: the bands of the UK daily air quality index.',
    model_name: 'UK daily air quality index',
    model_task: 'Turn means of pollutants into an index and a band.',
    model_input: `Hourly means of ${POLLUTANTS}, in µg/m³.`,
    model_output: 'A whole number from 1 to 10, and low, moderate, high or very high.',
    model_architecture: 'A table of published bounds. Nothing is learnt from data.',
    model_performance:
      'The bounds are the published ones and tested against them; the accuracy is that of the monitors.',
    datasets: 'None: no model was trained.',
    sensitive_attributes: 'None. Places are ranked, not people.',
    data_processing_methods: `Means by the hour; at least ${NEEDED_COVERAGE * 100} % of the averaging time must have values.`,
  },
};
