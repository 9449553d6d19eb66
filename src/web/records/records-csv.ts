import type { ListedRecord } from '../../publish/index.ts';
import { csvOf } from '../face/csv.ts';

const COLUMNS: readonly (readonly [name: string, of: (record: ListedRecord) => unknown])[] = [
  ['authority', ({ authorityName }) => authorityName],
  ['activity', ({ activity }) => activity],
  ['controller', ({ controller }) => controller],
  ['contact', ({ contact }) => contact],
  ['purposes', ({ purposes }) => purposes.join('; ')],
  ['lawful_basis', ({ lawfulBasis }) => lawfulBasis],
  ['personal_data', ({ personalData }) => (personalData ? 'yes' : 'no')],
  ['people_and_data', ({ peopleAndData }) => peopleAndData],
  ['measured', ({ properties }) => properties.join('; ')],
  ['recipients', ({ recipients }) => recipients.join('; ')],
  ['processors', ({ processors }) => processors.join('; ')],
  ['stored_in', ({ storedIn }) => storedIn.join('; ')],
  ['erasure', ({ erasure }) => erasure.join('; ')],
  ['security', ({ security }) => security.join('; ')],
  ['algorithms', ({ algorithms }) => algorithms.join('; ')],
  ['in_force', ({ inForce }) => (inForce ? 'yes' : 'no')],
  ['since', ({ since }) => since],
  ['ended', ({ endedAt }) => endedAt],
  ['ends_on', ({ endsOn }) => endsOn],
  ['review_on', ({ reviewOn }) => reviewOn],
  ['declaration_version', ({ version }) => version],
];

/** The record of processing activities as one table. */
export function recordsCsv(records: readonly ListedRecord[]): string {
  return csvOf(
    COLUMNS.map(([name]) => name),
    records.map((record) => COLUMNS.map(([, of]) => of(record))),
  );
}
