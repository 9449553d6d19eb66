/** The chain of what happens to the data, from purpose to access, in DTPR's categories: made from declarations. Pure. */
import { type DeclarationBody, type PersonalDataClass, sayAudience, sayRetention } from '../../register/index.ts';
import type { DtprCategory, Taxonomy } from './taxonomy.ts';

/** DTPR's three colours: yellow, blue, white. */
export type Identifiability = 'identifiable' | 'de_identified' | 'none';

export interface ChainLink {
  readonly category: DtprCategory;
  /** Id of DTPR's element; an id of our own begins with `lamppost:`. */
  readonly element: string;
  readonly symbol: string;
  readonly label: string;
  readonly note?: string;
  /** Of technologies. */
  readonly identifiability?: Identifiability;
  readonly variables?: Readonly<Record<string, string>>;
}

export const CATEGORY_TITLES: Record<DtprCategory, string> = {
  accountable: 'Who is responsible',
  purpose: 'What for',
  tech: 'With which technology',
  data: 'What kind of data',
  process: 'What is done with them',
  storage: 'Where they are kept',
  retention: 'How long',
  access: 'Who gets them',
};

const COLOUR: Record<PersonalDataClass, Identifiability> = {
  none: 'none',
  de_identified: 'de_identified',
  pseudonymous: 'identifiable', // a person behind a code can be found again
  identifiable: 'identifiable',
};
const MOST: readonly Identifiability[] = ['identifiable', 'de_identified', 'none'];

/** The colour of everything that a promise's devices use, from what they capture. */
export function identifiabilityOf(body: DeclarationBody): Identifiability {
  return COLOUR[body.classes.capture];
}

/** The links of several promises as one chain: nothing twice, what can identify people first among technologies. */
export function datachainOf(bodies: readonly DeclarationBody[], taxonomy: Taxonomy): ChainLink[] {
  const links = new Map<string, ChainLink>();
  const add = (category: DtprCategory, id: string, own: Partial<ChainLink> = {}) => {
    const known = taxonomy.find(category, id);
    const link: ChainLink = {
      category,
      element: known ? id : `lamppost:${id}`,
      symbol: known?.symbol ?? id,
      label: known?.name ?? wordsOf(id),
      ...own,
    };
    const key = [category, link.element, link.label, link.identifiability].join('|');
    if (!links.has(key)) links.set(key, link);
  };
  for (const body of bodies) add('accountable', 'institution', { label: body.controller });
  for (const body of bodies) {
    for (const processor of body.processors)
      add('accountable', 'organization', { label: processor, note: 'Handles the data for them.' });
    for (const { code, label, because } of body.purposes) add('purpose', code, { label, note: because });
  }
  const seen = [...bodies].sort((a, b) => MOST.indexOf(identifiabilityOf(a)) - MOST.indexOf(identifiabilityOf(b)));
  for (const body of seen)
    for (const id of body.technologies) add('tech', id, { identifiability: identifiabilityOf(body) });
  for (const body of bodies) addData(body, add);
  return [...links.values()];
}

type Add = (category: DtprCategory, id: string, own?: Partial<ChainLink>) => void;

function addData({ classes, processing, stored_in, properties, processors }: DeclarationBody, add: Add): void {
  add('data', 'values_time');
  if (COLOUR[classes.stored] === 'identifiable') add('data', 'personal');
  if (COLOUR[classes.capture] !== 'none' && COLOUR[classes.capture] !== COLOUR[classes.stored])
    add('process', 'de_identified');
  for (const step of processing) add('process', 'step', { element: 'lamppost:step', symbol: 'sensor', label: step });
  for (const where of stored_in)
    add('storage', 'stored_in', { element: 'lamppost:stored_in', symbol: 'sensor', label: where });
  for (const days of [...new Set(properties.map((property) => property.retention_days))].sort((a, b) => a - b))
    add('retention', 'data_retained', {
      label: `Kept for ${sayRetention(days)}`,
      variables: { duration: sayRetention(days) },
    });
  const audiences = properties.flatMap((property) => property.audiences);
  add('access', 'available_to_the_accountable_organization');
  if (processors.length > 0) add('access', 'available_to_vendor');
  if (audiences.some(({ audience }) => audience === 'partners')) add('access', 'available_to_3rd_parties');
  if (
    audiences.some(({ audience, detail }) => audience === 'public' && detail === 'readings') &&
    classes.published === 'none'
  )
    add('access', 'available_to_download');
  for (const words of new Set(audiences.map(sayAudience)))
    add('access', 'audience', { element: 'lamppost:audience', symbol: 'sensor', label: words });
}

/** The chain by category, in DTPR's order, for a page. */
export function chainByCategory(
  links: readonly ChainLink[],
): { title: string; category: DtprCategory; links: ChainLink[] }[] {
  return (Object.keys(CATEGORY_TITLES) as DtprCategory[])
    .map((category) => ({
      category,
      title: CATEGORY_TITLES[category],
      links: links.filter((link) => link.category === category),
    }))
    .filter((group) => group.links.length > 0);
}

/** The chain as DTPR's v1 document of a device, for machines. */
export function datachainDocument(title: string, links: readonly ChainLink[], createdAt: Date) {
  const english = (value: string) => [{ locale: 'en', value }];
  return {
    schema: { name: 'dtpr', version: 'v1', namespace: 'device' },
    datachain: {
      type: 'device',
      version: 'v1',
      title: english(title),
      categories: chainByCategory(links).map((group, order) => ({
        id: group.category,
        order,
        name: english(group.title),
      })),
    },
    instance: {
      title: english(title),
      created_at: createdAt.toISOString(),
      elements: links.map((link, priority) => ({
        element_id: link.element,
        category_id: link.category,
        priority,
        title: english(link.label),
        ...(link.note ? { description: english(link.note) } : {}),
        ...(link.identifiability ? { context_type_id: link.identifiability } : {}),
        variables: Object.entries(link.variables ?? {}).map(([id, value]) => ({ id, value })),
      })),
    },
  };
}

function wordsOf(id: string): string {
  const words = id.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
