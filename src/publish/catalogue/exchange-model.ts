/**
 * The rules of the UK Cross-Government Metadata Exchange Model as data: which properties each kind of resource must have, how many,
 * and from which vocabulary. Source: co-cddo/ukgov-metadata-exchange-model, LinkML (OGL v3); required slots, ranges and patterns.
 */
import type { Term } from './rdf.ts';

export interface Rule {
  readonly property: Term;
  readonly required: boolean;
  readonly many: boolean;
  /** What a value is: an IRI, a text (with a pattern or a list), a date, or a resource inside. */
  readonly value: 'iri' | 'text' | 'date' | 'integer' | 'resource' | 'any';
  readonly oneOf?: readonly string[];
  readonly pattern?: RegExp;
}

const rule = (property: Term, value: Rule['value'], rest: Partial<Rule> = {}): Rule => ({
  property,
  required: false,
  many: false,
  value,
  ...rest,
});
const must = (property: Term, value: Rule['value'], rest: Partial<Rule> = {}) =>
  rule(property, value, { required: true, ...rest });

/** Update frequencies by the longest pause between two updates, in seconds; anything rarer is irregular. */
export const FREQUENCIES: readonly (readonly [seconds: number, term: Term])[] = [
  [12 * 3600, 'freq:continuous'],
  [86_400, 'freq:daily'],
  [7 * 86_400, 'freq:weekly'],
  [14 * 86_400, 'freq:biweekly'],
  [31 * 86_400, 'freq:monthly'],
  [92 * 86_400, 'freq:quarterly'],
  [366 * 86_400, 'freq:annual'],
];

const FREQUENCY_VALUES =
  'triennial biennial annual semiannual threeTimesAYear quarterly bimonthly monthly semimonthly biweekly threeTimesAMonth weekly semiweekly threeTimesAWeek daily continuous irregular'
    .split(' ')
    .map((name) => `http://purl.org/cld/freq/${name}`);

export const SERVICE_LIVE = 'https://www.gov.uk/service-manual/agile-delivery/how-the-live-phase-works';
export const SERVICE_REST = 'https://www.wikidata.org/wiki/Q749568';

const ACCESS_RIGHTS = ['INTERNAL', 'OPEN', 'COMMERCIAL'];
const SECURITY = ['OFFICIAL', 'SECRET', 'TOP_SECRET', 'NOT_APPLICABLE'];

const CATALOGUED: readonly Rule[] = [
  must('dct:accessRights', 'text', { oneOf: ACCESS_RIGHTS }),
  rule('dct:alternative', 'text', { many: true }),
  must('dcat:contactPoint', 'resource'),
  rule('dct:created', 'date'),
  must('dct:creator', 'iri', { many: true }),
  must('dct:description', 'text'),
  must('dct:identifier', 'text'),
  rule('dct:issued', 'date'),
  rule('dcat:keyword', 'text', { many: true }),
  must('dct:license', 'iri'),
  must('dct:modified', 'date'),
  must('dct:publisher', 'iri'),
  rule('dct:relation', 'iri', { many: true }),
  must('ukgov_metadata:securityClassification', 'text', { oneOf: SECURITY }),
  rule('rdfs:comment', 'text', { pattern: /^.{1,250}$/su }),
  must('dct:title', 'text'),
  rule('dcat:theme', 'iri', { many: true }),
  must('dcat:version', 'text'),
];

/** The rules of each kind of resource, by its class. */
export const EXCHANGE_MODEL: Readonly<Partial<Record<Term, readonly Rule[]>>> = {
  'dcat:Dataset': [
    ...CATALOGUED,
    rule('dcat:distribution', 'any', { many: true }),
    must('dct:accrualPeriodicity', 'iri', { oneOf: FREQUENCY_VALUES }),
  ],
  'dcat:DataService': [
    ...CATALOGUED,
    must('dcat:endpointDescription', 'iri'),
    rule('dcat:endpointURL', 'iri'),
    rule('dcat:servesDataset', 'iri', { many: true }),
    must('adms:status', 'iri', { pattern: /^https:\/\/www\.gov\.uk\/service-manual\// }),
    must('dct:type', 'iri', {
      oneOf: [SERVICE_REST, 'https://www.wikidata.org/wiki/Q7063032', 'https://www.wikidata.org/wiki/Q189620'],
    }),
  ],
  'dcat:Distribution': [
    rule('dct:accessRights', 'text', { oneOf: ACCESS_RIGHTS }),
    rule('dcat:accessService', 'iri', { many: true }),
    rule('dcat:byteSize', 'integer'),
    rule('dct:description', 'text'),
    rule('dcat:downloadURL', 'iri'),
    must('dct:identifier', 'text'),
    rule('dct:issued', 'date'),
    must('dct:license', 'iri'),
    must('dcat:mediaType', 'text', {
      pattern: /^(application|audio|font|image|message|model|multipart|text|video)\/\S+$/,
    }),
    rule('dct:modified', 'date'),
    must('dct:title', 'text'),
  ],
  'vcard:Kind': [
    must('vcard:fn', 'text'),
    must('vcard:hasEmail', 'any', { pattern: /^(mailto:)?\S+@\S+$/ }),
    rule('vcard:hasTelephone', 'text'),
    rule('vcard:hasAddress', 'text'),
  ],
  'foaf:Organization': [must('dct:identifier', 'text'), must('dct:title', 'text')],
};
