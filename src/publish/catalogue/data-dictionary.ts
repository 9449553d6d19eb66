/** What the columns of a dataset's CSV hold and what its properties mean: made from the promise and the vocabulary. Pure. */
import { sayDecimals, sayInterval, sayPlace, sayRetention } from '../../register/index.ts';
import type { Dataset } from './dataset.store.ts';

export const READING_COLUMNS = [
  { name: 'phenomenon_time', type: 'dateTime', description: 'When it was measured, ISO 8601, UTC.' },
  { name: 'device', type: 'string', description: 'Name of the sensor in the register, unique within the authority.' },
  { name: 'place', type: 'string', description: 'Name of the place in the register where the sensor stands now.' },
  { name: 'latitude', type: 'number', description: 'WGS 84, as precisely as the declaration allows.' },
  { name: 'longitude', type: 'number', description: 'WGS 84, as precisely as the declaration allows.' },
  { name: 'property', type: 'string', description: 'Code of what was measured; the properties are described below.' },
  {
    name: 'result',
    type: 'string',
    description: 'The value: a number in the unit, 1 or 0 for yes and no, or a word of the list.',
  },
  { name: 'unit', type: 'string', description: 'Unit of the result as a UCUM code; empty where there is none.' },
] as const;

export interface DictionaryProperty {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly definition: string;
  readonly unit: string | null;
  readonly decimals: string;
  readonly interval: string;
  readonly kept: string;
  readonly place: string;
}

/** The dictionary of a dataset: its columns, and of each open property what the promise in force says. */
export function dataDictionary(dataset: Dataset, publicUrl: string) {
  const promised = new Map(dataset.body.properties.map((property) => [property.property, property]));
  const coarsest = Math.max(0, ...dataset.body.properties.map((property) => property.place_precision_m));
  return {
    dataset: dataset.title,
    declarationVersion: dataset.version,
    licence: dataset.licence,
    columns: READING_COLUMNS,
    properties: dataset.properties.map((property): DictionaryProperty => {
      const promise = promised.get(property.code)!;
      return {
        code: property.code,
        name: property.name,
        description: property.description,
        definition: property.definition.startsWith('/') ? publicUrl + property.definition : property.definition,
        unit: property.unitCode,
        decimals: sayDecimals(promise.decimals),
        interval: sayInterval(promise.shortest_interval_s),
        kept: sayRetention(promise.retention_days),
        place: sayPlace(coarsest),
      };
    }),
  };
}
