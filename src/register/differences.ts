/** What changed between two versions of a declaration, in words a resident can read. Pure. */
import type { DeclarationBody, DeclaredProperty } from './declaration.ts';
import { sayAudience, sayClass, sayDecimals, sayInterval, sayLawfulBasis, sayPlace, sayRetention } from './say.ts';

export interface Difference {
  /** Where: properties.no2.retention_days. */
  readonly path: string;
  /** The same in words: Nitrogen dioxide: kept for. */
  readonly label: string;
  /** What it said; null when it is new. */
  readonly before: string | null;
  /** What it says; null when it is gone. */
  readonly after: string | null;
}

/** `nameOf` gives an observed property's name; its code is used when it is not given. */
export function differences(
  after: DeclarationBody,
  before: DeclarationBody,
  nameOf: (code: string) => string = (code) => code,
): Difference[] {
  const old = facts(before, nameOf);
  const now = facts(after, nameOf);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({
      path,
      label: (now.get(path) ?? old.get(path))!.label,
      before: old.get(path)?.says ?? null,
      after: now.get(path)?.says ?? null,
    }))
    .filter((difference) => difference.before !== difference.after);
}

interface Fact {
  label: string;
  says: string;
}

/** A declaration as a list of facts, each with its place; empty ones are left out, sets are sorted. */
function facts(body: DeclarationBody, nameOf: (code: string) => string): Map<string, Fact> {
  const found = new Map<string, Fact>();
  const add = (path: string, label: string, says: string | undefined) => {
    if (says) found.set(path, { label, says });
  };
  add('title', 'Title', body.title);
  add('summary', 'Summary', body.summary);
  add('controller', 'Who is responsible', body.controller);
  add('processors', 'Who handles the data for them', sorted(body.processors));
  add('lawful_basis', 'Lawful basis', sayLawfulBasis(body.lawful_basis));
  add('classes.capture', 'What the sensor captures', sayClass(body.classes.capture));
  add('classes.leaving_device', 'What leaves the device', sayClass(body.classes.leaving_device));
  add('classes.stored', 'What is stored', sayClass(body.classes.stored));
  add('classes.published', 'What is published', sayClass(body.classes.published));
  for (const { code, label, because } of body.purposes) add(`purposes.${code}`, `Purpose: ${label}`, because);
  add('technologies', 'Technology', sorted(body.technologies));
  for (const property of body.properties) addProperty(add, property, nameOf(property.property), body);
  add('stored_in', 'Where it is stored', sorted(body.stored_in));
  add('processing', 'What is done with it', body.processing.join('; '));
  add('who_acts', 'Who acts', body.who_acts);
  add('algorithms', 'Algorithms', sorted(body.algorithms));
  add('sharing.dataset', 'Dataset', body.sharing.dataset);
  add('sharing.title', 'Title of the dataset', body.sharing.title);
  add('sharing.licence', 'Licence', body.sharing.licence);
  add('sharing.why_not_open', 'Why it is not open', body.sharing.why_not_open);
  add('capable_but_off', 'Could capture, but is switched off', sorted(body.capable_but_off));
  add('ends_on', 'Ends on', body.ends_on);
  add('review_on', 'Reviewed by', body.review_on);
  add('contact.name', 'Contact', body.contact.name);
  add('contact.email', 'Contact address', body.contact.email);
  add('objections', 'How to object', body.objections);
  add('trial.question', 'A trial that should answer', body.trial?.question);
  add('trial.most_devices', 'Devices of the trial at most', body.trial && String(body.trial.most_devices));
  add('continuity.protects', 'Readings protect', body.continuity?.protects);
  add('continuity.plan', 'Continuity plan', body.continuity?.plan);
  return found;
}

function addProperty(
  add: (path: string, label: string, says: string | undefined) => void,
  property: DeclaredProperty,
  name: string,
  body: DeclarationBody,
): void {
  const at = `properties.${property.property}`;
  const purposes = property.purposes.map((code) => body.purposes.find((each) => each.code === code)?.label ?? code);
  add(`${at}.property`, 'Measured', name);
  add(`${at}.purposes`, `${name}: used for`, sorted(purposes));
  add(`${at}.shortest_interval_s`, `${name}: at most`, sayInterval(property.shortest_interval_s));
  add(`${at}.decimals`, `${name}: rounded to`, sayDecimals(property.decimals));
  add(`${at}.place_precision_m`, `${name}: place shown`, sayPlace(property.place_precision_m));
  add(`${at}.retention_days`, `${name}: kept for`, sayRetention(property.retention_days));
  if (property.suppress_below)
    add(`${at}.suppress_below`, `${name}: counts not kept`, `under ${property.suppress_below}`);
  add(`${at}.audiences`, `${name}: seen by`, sorted(property.audiences.map(sayAudience), '; '));
}

function sorted(entries: readonly string[], between = ', '): string {
  return [...entries].sort().join(between);
}
