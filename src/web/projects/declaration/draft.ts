/** A declaration while it is being written: like its body, with gaps. Pure. */
import type { OutcomeAnswers, Project } from '../../../projects/index.ts';
import type { DeclarationBody } from '../../../register/index.ts';

export type Draft = Record<string, unknown>;

/** What a first declaration begins with, from what the project has said already. */
export function startOfDraft(
  project: Project,
  answers: OutcomeAnswers | undefined,
  person: { name: string; email: string },
): Draft {
  return withGaps({
    title: project.title,
    summary: project.summary,
    controller: project.authorityName,
    who_acts: answers?.action?.who_acts ?? '',
    lawful_basis: answers?.data?.personal === 'no' ? 'not_personal' : '',
    sharing: { dataset: project.slug, title: project.title, licence: 'OGL-UK-3.0' },
    contact: { name: person.name, email: person.email },
  });
}

/** The same with every group and list in place, so that what is missing is a leaf. */
export function withGaps(body: Partial<DeclarationBody> | Draft): Draft {
  const given = structuredClone(body) as Draft;
  const lists = ['processors', 'purposes', 'technologies', 'properties', 'stored_in', 'processing', 'algorithms'];
  for (const name of [...lists, 'capable_but_off']) given[name] ??= [];
  for (const name of ['classes', 'sharing', 'contact']) given[name] ??= {};
  given.objections ??= '';
  return given;
}

/** The value at a path such as `contact.name` or `properties.no2.decimals`; undefined when there is none. */
export function valueAt(draft: Draft, path: string): unknown {
  return path.split('.').reduce<unknown>(within, draft);
}

/** A copy with another value at a path whose parents exist; undefined takes it out. */
export function withValueAt(draft: Draft, path: string, value: unknown): Draft {
  const copy = structuredClone(draft);
  const names = path.split('.');
  const last = names.pop()!;
  const parent = names.reduce<unknown>(within, copy) as Draft;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** A field of a group, or of the properties the one with this code. */
function within(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.find((each: { property?: string }) => each.property === name);
  return (value as Draft | undefined)?.[name];
}

/** A path of the body, which counts properties, as a path of the form, which names them. */
export function byCode(path: string, draft: Draft): string {
  const [first, index, ...rest] = path.split('.');
  const code = first === 'properties' && (draft.properties as { property: string }[])[Number(index)]?.property;
  return code ? ['properties', code, ...rest].join('.') : path;
}

/** What a newly chosen property begins with: all purposes, and the authority's own people only. */
export function newProperty(code: string, draft: Draft): Draft {
  return {
    property: code,
    purposes: purposeCodes(draft),
    place_precision_m: 0,
    audiences: [{ audience: 'authority', detail: 'readings' }],
  };
}

/** Keeps the properties chosen, in order, with what was said of them; new ones follow. */
export function withProperties(draft: Draft, codes: readonly string[]): Draft {
  const before = draft.properties as { property: string }[];
  const kept = before.filter((each) => codes.includes(each.property));
  const added = codes.filter((code) => !before.some((each) => each.property === code));
  return { ...draft, properties: [...kept, ...added.map((code) => newProperty(code, draft))] };
}

/** Other purposes: a purpose that is gone leaves every property that served it; an only purpose is everyone's. */
export function withPurposes(draft: Draft, purposes: readonly { code: string }[]): Draft {
  const codes = purposes.map((each) => each.code);
  const properties = (draft.properties as { purposes?: string[] }[]).map((property) => ({
    ...property,
    purposes: codes.length === 1 ? codes : (property.purposes ?? []).filter((code) => codes.includes(code)),
  }));
  return { ...draft, purposes, properties };
}

/**
 * What was said of one property becomes the suggestion for those nothing was said of yet: everything but the decimals,
 * which hang on what is measured.
 */
export function carryOver(draft: Draft, code: string): Draft {
  const properties = draft.properties as Draft[];
  const said = properties.find((each) => each.property === code);
  if (said?.retention_days === undefined) return draft;
  const { property: _, decimals: __, ...suggestion } = said;
  return {
    ...draft,
    properties: properties.map((each) =>
      each.retention_days === undefined ? { ...structuredClone(suggestion), property: each.property } : each,
    ),
  };
}

export function purposeCodes(draft: Draft): string[] {
  return (draft.purposes as { code: string }[]).map((each) => each.code);
}
