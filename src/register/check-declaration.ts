import Value from 'typebox/value';
import { isDay } from '../base/index.ts';
import { CLASSES, DeclarationBody, type PersonalDataClass } from './declaration.ts';
import { declarationInvalid } from './register.errors.ts';

/** One thing wrong with a declaration: where, and what to do about it, as the end of "cannot stand: …". */
export interface DeclarationProblem {
  readonly field: string;
  readonly why: string;
}

/**
 * Everything wrong with what was written, in the order of the form; empty when it may stand. `known` holds the codes of
 * the vocabulary. First the shape of each field, then promises that contradict each other.
 */
export function problemsOf(body: unknown, known: ReadonlySet<string>): DeclarationProblem[] {
  const shape = shapeProblems(body);
  return shape.length > 0 ? shape : contradictions(body as DeclarationBody, known);
}

/** The declaration, typed; throws REG_DECLARATION_INVALID naming the first field that is wrong. */
export function requireDeclaration(body: unknown, known: ReadonlySet<string>): DeclarationBody {
  const [first, ...others] = problemsOf(body, known);
  if (!first) return body as DeclarationBody;
  const more =
    others.length === 0 ? '' : ` Also look at ${[...new Set(others.map((other) => other.field))].join(', ')}.`;
  throw declarationInvalid({ field: first.field, why: first.why, more });
}

function shapeProblems(body: unknown): DeclarationProblem[] {
  const problems = new Map<string, string>();
  for (const error of Value.Errors(DeclarationBody, body)) {
    const path = error.instancePath.replace(/^\//, '').replaceAll('/', '.');
    const parameters = error.params as Record<string, unknown>;
    const note = (field: string, why: string) => {
      if (!problems.has(field)) problems.set(field, why);
    };
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    if (error.keyword === 'required') {
      for (const name of parameters.requiredProperties as string[]) note(at(name), `${at(name)} is missing`);
    } else if (error.keyword === 'additionalProperties') {
      for (const name of parameters.additionalProperties as string[])
        note(at(name), `${at(name)} is not a field of a declaration; take it out`);
    } else if (error.keyword !== 'boolean') {
      note(path || 'declaration', `${path || 'the declaration'} ${says(error.keyword, parameters, path)}`);
    }
  }
  return [...problems].map(([field, why]) => ({ field, why }));
}

function says(keyword: string, parameters: Record<string, unknown>, path: string): string {
  const { limit } = parameters;
  if (keyword === 'enum') return `must be one of ${(parameters.allowedValues as string[]).join(', ')}`;
  if (keyword === 'type') return `must be ${article(String(parameters.type))}`;
  if (keyword === 'minLength') return 'is empty';
  if (keyword === 'maxLength') return `is longer than ${limit} characters`;
  if (keyword === 'minItems') return `needs at least ${limit} entry`;
  if (keyword === 'maxItems') return `has more than ${limit} entries`;
  if (keyword === 'minimum') return `must be ${limit} or more`;
  if (keyword === 'maximum') return `must be ${limit} or less`;
  if (keyword !== 'pattern') return 'is not as it should be';
  if (/_on$/.test(path)) return 'must be a day written as YYYY-MM-DD';
  if (/email$/.test(path)) return 'must be an email address';
  if (/(title|summary|label|because|who_acts|controller|name|licence|why_not_open|question|plan)$/.test(path))
    return 'is empty';
  return 'must be a short code in lower case, such as pm10 or planning_decision_making';
}

function article(type: string): string {
  if (type === 'integer') return 'a whole number';
  return type === 'array' ? 'a list' : type === 'object' ? 'a group of fields' : `a ${type}`;
}

function contradictions(body: DeclarationBody, known: ReadonlySet<string>): DeclarationProblem[] {
  const problems: DeclarationProblem[] = [];
  const say = (field: string, why: string) => problems.push({ field, why });
  const purposes = new Set(body.purposes.map((purpose) => purpose.code));
  if (purposes.size < body.purposes.length) say('purposes', 'two purposes have the same code');
  const rank = (name: PersonalDataClass) => CLASSES.indexOf(name);
  const { capture, leaving_device: leaving, stored, published } = body.classes;
  if (rank(leaving) > rank(capture))
    say(
      'classes.leaving_device',
      `more about people would leave the device (${leaving}) than it captures (${capture})`,
    );
  if (rank(published) > rank(stored))
    say('classes.published', `more about people would be published (${published}) than is stored (${stored})`);
  const personal = [capture, leaving, stored, published].some((name) => name !== 'none');
  if (personal && body.lawful_basis === 'not_personal')
    say('lawful_basis', 'the classes name personal data, so one of the lawful bases of article 6 is needed');
  for (const field of ['ends_on', 'review_on'] as const) {
    if (!isDay(body[field])) say(field, `${body[field]} is not a day of the calendar`);
  }
  if (body.trial && capture !== 'none')
    say(
      'trial',
      `a trial captures no people, but classes.capture says ${capture}; leave the trial out, or capture none`,
    );
  if (body.review_on > body.ends_on)
    say('review_on', 'the review would come after the end; set it on or before ends_on');
  propertyContradictions(body, purposes, known, say);
  const open = body.properties.some((property) => audienceDetail(property, 'public') === 'readings');
  if (published === 'none' && !open && !body.sharing.why_not_open)
    say('sharing.why_not_open', 'data published as class none are open unless a public reason is given');
  return problems;
}

function propertyContradictions(
  body: DeclarationBody,
  purposes: ReadonlySet<string>,
  known: ReadonlySet<string>,
  say: (field: string, why: string) => void,
): void {
  const seen = new Set<string>();
  body.properties.forEach((property, index) => {
    const at = `properties.${index}`;
    if (!known.has(property.property))
      say(`${at}.property`, `${property.property} is not in the vocabulary; /vocabulary lists every code`);
    if (seen.has(property.property)) say(`${at}.property`, `${property.property} is declared twice; keep one entry`);
    seen.add(property.property);
    for (const purpose of property.purposes) {
      if (!purposes.has(purpose))
        say(`${at}.purposes`, `${property.property} serves the purpose ${purpose}, which purposes does not explain`);
    }
    if (body.classes.published !== 'none' && audienceDetail(property, 'public') === 'readings')
      say(
        `${at}.audiences`,
        `${property.property} would be shown to the public reading by reading, but its published class is ${body.classes.published}; show hourly, daily or counts, or publish as none`,
      );
  });
}

function audienceDetail(property: DeclarationBody['properties'][number], audience: string): string | undefined {
  return property.audiences.find((entry) => entry.audience === audience && entry.detail === 'readings')?.detail;
}
