/** Resources described by triples, written twice: as JSON-LD and as Turtle. Pure; what the two say is the same graph. */

export const PREFIXES = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  freq: 'http://purl.org/cld/freq/',
  geo: 'http://www.opengis.net/ont/geosparql#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  ukgov_metadata: 'https://w3id.org/co-cddo/ukgov-metadata-exchange-model/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** `dct:title`: a term of one of the vocabularies above. */
export type Term = `${keyof typeof PREFIXES}:${string}`;

export type Value =
  | { readonly iri: string }
  | { readonly term: Term }
  | { readonly text: string; readonly language?: string; readonly datatype?: Term }
  | { readonly resource: Resource };

/** Something with statements about it; without an id it is a blank node inside another. */
export interface Resource {
  readonly id?: string;
  readonly type: Term;
  readonly says: readonly (readonly [Term, Value | undefined])[];
}

/** The context that every JSON-LD document of ours carries, so that nobody must fetch one. */
export function jsonLdContext(): Record<string, string> {
  return { ...PREFIXES };
}

/** A resource as a node object of JSON-LD 1.1 under our context. */
export function jsonLdNode({ id, type, says }: Resource): Record<string, unknown> {
  const node: Record<string, unknown> = { ...(id === undefined ? {} : { '@id': safeIri(id) }), '@type': type };
  for (const [property, value] of says) {
    if (value === undefined) continue;
    const written = jsonLdValue(value);
    const before = node[property];
    node[property] =
      before === undefined ? written : [...(Array.isArray(before) ? (before as unknown[]) : [before]), written];
  }
  return node;
}

function jsonLdValue(value: Value): unknown {
  if ('iri' in value) return { '@id': safeIri(value.iri) };
  if ('term' in value) return { '@id': value.term };
  if ('resource' in value) return jsonLdNode(value.resource);
  if (value.language) return { '@value': value.text, '@language': value.language };
  return value.datatype ? { '@value': value.text, '@type': value.datatype } : { '@value': value.text };
}

/** The lines that a Turtle document begins with. */
export function turtlePrefixes(): string {
  return Object.entries(PREFIXES)
    .map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`)
    .join('');
}

/** A resource as one statement of Turtle (RDF 1.1 Turtle). */
export function turtleStatement(resource: Resource): string {
  return `\n<${safeIri(resource.id ?? '')}> ${turtleSays(resource, '  ')} .\n`;
}

function turtleSays({ type, says }: Resource, indent: string): string {
  const parts = says.flatMap(([property, value]) =>
    value === undefined ? [] : [`${property} ${turtleValue(value, indent)}`],
  );
  return [`a ${type}`, ...parts].join(` ;\n${indent}`);
}

function turtleValue(value: Value, indent: string): string {
  if ('iri' in value) return `<${safeIri(value.iri)}>`;
  if ('term' in value) return value.term;
  if ('resource' in value) return `[ ${turtleSays(value.resource, `${indent}  `)} ]`;
  const text = JSON.stringify(value.text).replaceAll('\u007f', '\\u007F'); // JSON's escapes are Turtle's (§6.4)
  if (value.language) return `${text}@${value.language}`;
  return value.datatype ? `${text}^^${value.datatype}` : text;
}

/** An IRI with what no IRI may hold percent-encoded (RFC 3987; Turtle §6.4 IRIREF). */
function safeIri(iri: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return iri.replace(/[\u0000-\u0020<>"{}|^`\\\u007f]/g, (sign) => encodeURIComponent(sign));
}
