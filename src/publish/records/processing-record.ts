/** What the law asks a controller to write down, made from a promise: never typed again. Pure. */
import {
  type DeclarationBody,
  type LawfulBasis,
  sayAudience,
  sayClass,
  sayLawfulBasis,
  sayRetention,
} from '../../register/index.ts';

/** One processing activity as UK GDPR article 30(1) wants it recorded. */
export interface ProcessingRecord {
  readonly activity: string;
  readonly controller: string;
  readonly contact: string;
  readonly purposes: readonly string[];
  readonly lawfulBasis: string;
  readonly personalData: boolean;
  readonly peopleAndData: string;
  readonly properties: readonly string[];
  readonly recipients: readonly string[];
  readonly processors: readonly string[];
  readonly storedIn: readonly string[];
  readonly erasure: readonly string[];
  readonly security: readonly string[];
  readonly algorithms: readonly string[];
  readonly endsOn: string;
  readonly reviewOn: string;
}

/** The record of a promise; `nameOf` names what is measured. */
export function processingRecord(body: DeclarationBody, nameOf: (code: string) => string): ProcessingRecord {
  const { classes } = body;
  const personal = isPersonal(body);
  return {
    activity: body.title,
    controller: body.controller,
    contact: `${body.contact.name}, ${body.contact.email}`,
    purposes: body.purposes.map(({ label, because }) => `${label}: ${because}`),
    lawfulBasis: sayLawfulBasis(body.lawful_basis),
    personalData: personal,
    peopleAndData: `Captured: ${sayClass(classes.capture)}. Stored: ${sayClass(classes.stored)}. Published: ${sayClass(classes.published)}.`,
    properties: body.properties.map(({ property }) => nameOf(property)),
    recipients: [...new Set(body.properties.flatMap((property) => property.audiences.map(sayAudience)))],
    processors: body.processors,
    storedIn: body.stored_in,
    erasure: body.properties.map(
      ({ property, retention_days }) => `${nameOf(property)}: ${sayRetention(retention_days)}`,
    ),
    security: [...body.processing, ...body.capable_but_off.map((what) => `Switched off: ${what}`)],
    algorithms: body.algorithms,
    endsOn: body.ends_on,
    reviewOn: body.review_on,
  };
}

/** Are there data about people anywhere on the way? Data that no longer identify anybody are told, too. */
export function isPersonal({ classes }: DeclarationBody): boolean {
  return [classes.capture, classes.leaving_device, classes.stored].some((one) => one !== 'none');
}

/** Could what is stored be about one person whom somebody can name? Only then is there something to hand out on request. */
export function isIdentifiableStored({ classes }: DeclarationBody): boolean {
  return classes.stored === 'identifiable' || classes.stored === 'pseudonymous';
}

/** The rights that follow from a lawful basis, in words†. UK GDPR articles 7(3), 15 to 18, 20 and 21. */
export function rightsOf(basis: LawfulBasis): string[] {
  if (basis === 'not_personal') return [];
  const always = [
    'See what is held about you',
    'Have what is wrong put right',
    'Have its use restricted while that is looked into',
  ];
  const further: Record<Exclude<LawfulBasis, 'not_personal'>, string[]> = {
    consent: ['Withdraw your consent at any time', 'Have it erased', 'Take it with you'],
    contract: ['Have it erased when it is not needed any more', 'Take it with you'],
    public_task: ['Object to its use'],
    legitimate_interests: ['Object to its use', 'Have it erased'],
    legal_obligation: [],
    vital_interests: ['Have it erased'],
  };
  return [...always, ...further[basis]];
}
