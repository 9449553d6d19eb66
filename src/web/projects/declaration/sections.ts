/** The sections of the declaration's form: which fields each asks for, in which order, and what they are called. */

import type { Choice } from '../words.ts';
import {
  CLASS_CHOICES,
  DETAIL_CHOICES,
  LAWFUL_BASIS_CHOICES,
  LICENCE_CHOICES,
  PURPOSES,
  TECHNOLOGIES,
} from './choices.ts';
import { type Draft, purposeCodes } from './draft.ts';

export interface SectionField {
  /** Where the answer stands in the body; also the input's name. */
  readonly path: string;
  readonly kind: 'text' | 'textarea' | 'lines' | 'radios' | 'select' | 'checkboxes' | 'date' | 'number' | 'audience';
  readonly label: string;
  readonly hint?: string;
  readonly choices?: readonly Choice[];
  /** A number is stored times this: minutes as seconds. */
  readonly times?: number;
  readonly suffix?: string;
  readonly optional?: boolean;
  /** The choices stand under headings, given as their hints. */
  readonly grouped?: boolean;
}

export interface Section {
  readonly slug: string;
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly SectionField[];
  /** Beginnings of the paths that belong here. */
  readonly owns: readonly string[];
}

const WHY: Section = {
  slug: 'why',
  title: 'Why',
  lead: 'Write for a resident who stands in front of the device.',
  owns: ['title', 'summary', 'purposes'],
  fields: [
    { path: 'title', kind: 'text', label: 'What is it called?' },
    {
      path: 'summary',
      kind: 'textarea',
      label: 'What is measured, and what for?',
      hint: 'Two or three plain sentences.',
    },
  ],
};

const HANDLING: Section = {
  slug: 'handling',
  title: 'Who handles the data',
  owns: ['controller', 'processors', 'stored_in', 'processing', 'algorithms', 'who_acts'],
  fields: [
    { path: 'controller', kind: 'text', label: 'Who is responsible?', hint: 'The data controller.' },
    {
      path: 'processors',
      kind: 'lines',
      label: 'Who handles the data for them? (optional)',
      hint: 'Suppliers and networks, one a line.',
    },
    { path: 'stored_in', kind: 'lines', label: 'Where is the data kept? (optional)', hint: 'One place a line.' },
    {
      path: 'processing',
      kind: 'lines',
      label: 'What is done with the data? (optional)',
      hint: 'Steps in order, one a line.',
    },
    {
      path: 'algorithms',
      kind: 'lines',
      label: 'Which algorithms use it? (optional)',
      hint: 'One a line. Leave empty when there is none.',
    },
    { path: 'who_acts', kind: 'textarea', label: 'Who does what when the data says so?' },
  ],
};

const PEOPLE: Section = {
  slug: 'people',
  title: 'People in the data',
  lead: 'Say it for four moments. The sign in the street shows the first; what anyone may see follows from the last.',
  owns: ['classes', 'lawful_basis', 'capable_but_off'],
  fields: [
    { path: 'classes.capture', kind: 'radios', label: 'What does the sensor capture?', choices: CLASS_CHOICES },
    { path: 'classes.leaving_device', kind: 'radios', label: 'What leaves the device?', choices: CLASS_CHOICES },
    { path: 'classes.stored', kind: 'radios', label: 'What is stored?', choices: CLASS_CHOICES },
    { path: 'classes.published', kind: 'radios', label: 'What is published?', choices: CLASS_CHOICES },
    { path: 'lawful_basis', kind: 'radios', label: 'What is the lawful basis?', choices: LAWFUL_BASIS_CHOICES },
    {
      path: 'capable_but_off',
      kind: 'lines',
      label: 'What could the device capture that is switched off? (optional)',
      hint: 'For example a microphone. One a line.',
    },
  ],
};

const SHARING: Section = {
  slug: 'sharing',
  title: 'Sharing and licence',
  lead: 'Data about nobody is open unless you say in public why not.',
  owns: ['sharing'],
  fields: [
    { path: 'sharing.title', kind: 'text', label: 'Title of the dataset' },
    {
      path: 'sharing.dataset',
      kind: 'text',
      label: 'Name of the dataset in addresses',
      hint: 'Lower-case letters, digits and hyphens.',
    },
    { path: 'sharing.licence', kind: 'radios', label: 'Under which licence?', choices: LICENCE_CHOICES },
    {
      path: 'sharing.why_not_open',
      kind: 'textarea',
      label: 'Why is the data not open? (only when it is not)',
      hint: 'This is published.',
      optional: true,
    },
  ],
};

const UNTIL: Section = {
  slug: 'until',
  title: 'Until when, and whom to ask',
  owns: ['ends_on', 'review_on', 'contact', 'objections', 'trial', 'continuity'],
  fields: [
    {
      path: 'ends_on',
      kind: 'date',
      label: 'On which day does it end?',
      hint: 'After it nothing is stored. For example 31 3 2028.',
    },
    { path: 'review_on', kind: 'date', label: 'By which day is it looked at again?', hint: 'Before it ends.' },
    { path: 'contact.name', kind: 'text', label: 'Who answers questions?', hint: 'A team rather than a person.' },
    { path: 'contact.email', kind: 'text', label: 'Their email address' },
    {
      path: 'objections',
      kind: 'textarea',
      label: 'How can somebody object or complain? (optional)',
      hint: 'To whom, by which route, and how long it takes.',
    },
    {
      path: 'trial.question',
      kind: 'textarea',
      label: 'Is it a trial? What should it answer? (only for a trial)',
      hint: 'At most 25 devices that stay where they are put and capture no people, and 12 weeks. It needs a screening and a security review only.',
      optional: true,
    },
    {
      path: 'trial.most_devices',
      kind: 'number',
      optional: true,
      suffix: 'devices',
      label: 'How many devices has the trial at most? (only for a trial)',
    },
    {
      path: 'continuity.protects',
      kind: 'radios',
      optional: true,
      label: 'Does somebody rely on the readings to stay safe?',
      hint: 'Then readings go on when a clearance lapses, and the senior information risk owner decides.',
      choices: [
        { value: '', text: 'No' },
        { value: 'life', text: 'Yes, they protect life', hint: 'For example care alarms.' },
        { value: 'property', text: 'Yes, they protect property', hint: 'For example flood gates.' },
      ],
    },
    {
      path: 'continuity.plan',
      kind: 'textarea',
      label: 'Which continuity plan covers it? (only if they do)',
      hint: 'Its name, and what happens when readings stop.',
      optional: true,
    },
  ],
};

/** The sections, given the names of the vocabulary; each chosen property has one of its own. */
export function sectionsOf(
  draft: Draft,
  vocabulary: readonly { code: string; name: string; theme: string }[],
): Section[] {
  const measured: Section = {
    slug: 'measured',
    title: 'What is measured',
    lead: 'What is not chosen here is not stored, whatever a device sends.',
    owns: ['technologies', 'properties'],
    fields: [
      {
        path: 'properties',
        kind: 'checkboxes',
        label: 'What is measured?',
        grouped: true,
        choices: vocabulary.map(({ code, name, theme }) => ({ value: code, text: name, hint: THEMES[theme] ?? theme })),
      },
      {
        path: 'technologies',
        kind: 'checkboxes',
        label: 'What kind of device measures it?',
        choices: withOthers(TECHNOLOGIES, draft.technologies as string[]),
      },
    ],
  };
  const nameOf = (code: string) => vocabulary.find((each) => each.code === code)?.name ?? code;
  const properties = (draft.properties as { property: string }[]).map(({ property }) =>
    propertySection(property, nameOf(property), draft),
  );
  return [WHY, measured, ...properties, PEOPLE, HANDLING, SHARING, UNTIL];
}

function propertySection(code: string, name: string, draft: Draft): Section {
  const at = `properties.${code}`;
  const purposes = (draft.purposes as { code: string; label: string }[]).map((each) => ({
    value: each.code,
    text: each.label,
  }));
  return {
    slug: `property-${code}`,
    title: name,
    owns: [at],
    fields: [
      ...(purposeCodes(draft).length > 1
        ? [{ path: `${at}.purposes`, kind: 'checkboxes' as const, label: 'For which purposes?', choices: purposes }]
        : []),
      {
        path: `${at}.shortest_interval_s`,
        kind: 'number',
        times: 60,
        suffix: 'minutes',
        label: 'At most one reading every',
        hint: 'Readings that come sooner are refused. 0 sets no limit.',
      },
      {
        path: `${at}.decimals`,
        kind: 'number',
        label: 'How many decimals are kept?',
        hint: '0 keeps whole numbers, -1 keeps tens. What is finer is rounded before it is stored.',
      },
      {
        path: `${at}.retention_days`,
        kind: 'number',
        suffix: 'days',
        label: 'How long is each reading kept?',
        hint: 'Older readings are deleted every night. 365 is a year.',
      },
      {
        path: `${at}.place_precision_m`,
        kind: 'number',
        suffix: 'metres',
        label: 'How precisely is the place shown?',
        hint: 'The size of the square that is shown in place of the point. 0 shows the point.',
      },
      {
        path: `${at}.suppress_below`,
        kind: 'number',
        optional: true,
        label: 'Below which value is nothing stored? (optional)',
        hint: 'For counts, so that single people do not show. For example 5.',
      },
      ...(['public', 'partners', 'authority', 'project'] as const).map((audience) => ({
        path: `${at}.audiences.${audience}`,
        kind: 'audience' as const,
        label: AUDIENCE_LABELS[audience],
        ...(audience === 'public' ? {} : { hint: 'Whatever a wider circle sees, they see too.' }),
        choices: DETAIL_CHOICES,
      })),
    ],
  };
}

const THEMES: Record<string, string> = {
  air: 'Outdoor air',
  indoor: 'Indoors and weather',
  water: 'Water',
  counts: 'People and traffic',
  energy: 'Energy',
  noise: 'Noise',
  device: 'The device itself',
  charging: 'Charging',
};

const AUDIENCE_LABELS = {
  public: 'What does anyone see?',
  partners: 'What do partner authorities see?',
  authority: 'What do staff of the authority see?',
  project: 'What do the people of the project see?',
};

/** The choices, and whatever else was chosen before by another way in. */
export function withOthers(choices: readonly Choice[], chosen: readonly string[]): Choice[] {
  const others = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  return [...choices, ...others.map((value) => ({ value, text: value }))];
}

export { PURPOSES };
