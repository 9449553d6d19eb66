/** Reads RDF documents with other people's parsers, and holds resources to the UK exchange model's rules. */
import jsonld from 'jsonld';
import { Parser, type Quad, Store, Writer } from 'n3';
import { EXCHANGE_MODEL, type Rule } from '../src/publish/catalogue/exchange-model.ts';
import { PREFIXES, type Term } from '../src/publish/catalogue/rdf.ts';

const NQUADS = { inputFormat: 'application/n-quads', format: 'application/n-quads' } as const;
const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** Whatever way it was written, the same graph gives the same text (RDF canonicalisation). */
export async function graphOfTurtle(turtle: string): Promise<string> {
  const quads = new Parser().parse(turtle);
  const text = await new Promise<string>((resolve, reject) => {
    const writer = new Writer({ format: 'N-Quads' });
    writer.addQuads(quads);
    writer.end((error, result) => (error ? reject(error) : resolve(String(result))));
  });
  return jsonld.canonize(text, NQUADS);
}

export async function graphOfJsonLd(document: object): Promise<string> {
  const text = await jsonld.toRDF(document, {
    format: 'application/n-quads',
    documentLoader: async (url: string) => {
      throw new Error(`the document asks for ${url}`);
    },
  });
  return jsonld.canonize(text, NQUADS);
}

/** What the model finds wrong in a Turtle document, in words; and how many resources of each kind it looked at. */
export function judge(turtle: string): { problems: string[]; looked: Record<string, number> } {
  const store = new Store(new Parser().parse(turtle));
  const problems: string[] = [];
  const looked: Record<string, number> = {};
  for (const [kind, rules = []] of Object.entries(EXCHANGE_MODEL)) {
    const resources = store.getSubjects(TYPE, expand(kind as Term), null);
    looked[kind] = resources.length;
    for (const resource of resources) {
      for (const rule of rules) {
        const said = store.getQuads(resource, expand(rule.property), null, null);
        const about = `${kind} ${resource.value} ${rule.property}`;
        if (rule.required && said.length === 0) problems.push(`${about}: missing`);
        if (!rule.many && said.length > 1) problems.push(`${about}: said ${said.length} times`);
        for (const quad of said) problems.push(...wrongValue(rule, quad).map((what) => `${about}: ${what}`));
      }
    }
  }
  return { problems, looked };
}

function wrongValue(rule: Rule, { object }: Quad): string[] {
  const problems: string[] = [];
  const literal = object.termType === 'Literal' ? object : undefined;
  if (rule.value === 'iri' && (object.termType !== 'NamedNode' || !URL.canParse(object.value)))
    problems.push(`${object.value} is no IRI`);
  if (rule.value === 'text' && !literal) problems.push(`${object.value} is no text`);
  if (rule.value === 'date' && !(literal?.datatype.value.endsWith('#date') && /^\d{4}-\d\d-\d\d$/.test(object.value)))
    problems.push(`${object.value} is no date`);
  if (rule.value === 'resource' && object.termType !== 'BlankNode') problems.push(`${object.value} is no resource`);
  if (rule.oneOf && !rule.oneOf.includes(object.value)) problems.push(`${object.value} is not in the vocabulary`);
  if (rule.pattern && !rule.pattern.test(object.value)) problems.push(`${object.value} does not look right`);
  return problems;
}

function expand(term: Term): string {
  const [prefix, name] = term.split(':') as [keyof typeof PREFIXES, string];
  return PREFIXES[prefix] + name;
}
