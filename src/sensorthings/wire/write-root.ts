import { ENTITY_SETS } from '../odata/entity-model.ts';

const REQUIREMENTS = 'http://www.opengis.net/spec/iot_sensing/1.1/req/';

/** What of OGC 18-088 is kept: reading, in full; nothing that writes. */
const CONFORMANCE = [
  'datamodel',
  'resource-path/resource-path-to-entities',
  'request-data',
  'request-data/status-code',
  'request-data/query-status-code',
  'request-data/order',
  'request-data/expand',
  'request-data/select',
  'request-data/orderby',
  'request-data/skip',
  'request-data/top',
  'request-data/count',
  'request-data/pagination',
  'request-data/filter',
  'request-data/built-in-filter-operations',
].map((name) => REQUIREMENTS + name);

/** The service root (18-088 §9.2.1): what this service keeps, and where its entity sets are. */
export function writeServiceRoot(root: string): string {
  const value = [...ENTITY_SETS.keys()].map((name) => ({ name, url: `${root}/${name}` }));
  return JSON.stringify({ serverSettings: { conformance: CONFORMANCE }, value });
}
