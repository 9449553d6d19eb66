import type { Db } from '../../base/index.ts';
import { type BulkDevice, bulkDevices } from '../../publish/index.ts';
import { csvOf } from '../face/csv.ts';

const COLUMNS: readonly (readonly [name: string, of: (device: BulkDevice, publicUrl: string) => unknown])[] = [
  ['authority', ({ authorityName }) => authorityName],
  ['project', ({ projectTitle }) => projectTitle],
  ['device', ({ slug }) => slug],
  ['name', ({ name }) => name],
  ['state', ({ state }) => state],
  ['state_since', ({ stateSince }) => stateSince],
  ['owner', ({ owner }) => owner],
  ['supplier', ({ supplier }) => supplier],
  ['network', ({ network }) => network],
  ['confirmed_at', ({ confirmedAt }) => confirmedAt],
  ['place', ({ place }) => place],
  ['latitude', ({ latitude }) => latitude],
  ['longitude', ({ longitude }) => longitude],
  ['place_precision_m', ({ placePrecisionM }) => placePrecisionM],
  ['measures', ({ properties }) => properties.join('; ')],
  ['capture', ({ capture }) => capture],
  ['purposes', ({ purposes }) => purposes.join('; ')],
  ['controller', ({ controller }) => controller],
  ['lawful_basis', ({ lawfulBasis }) => lawfulBasis],
  ['ends_on', ({ endsOn }) => endsOn],
  ['review_on', ({ reviewOn }) => reviewOn],
  ['declaration_version', ({ declarationVersion }) => declarationVersion],
  ['page', ({ authority, slug }, publicUrl) => `${publicUrl}/register/${authority}/devices/${slug}`],
];

/** The whole register as CSV, a page of devices at a time. */
export async function* bulkCsv(db: Db, publicUrl: string): AsyncGenerator<string> {
  yield csvOf(
    COLUMNS.map(([name]) => name),
    [],
  );
  for await (const devices of bulkDevices(db)) {
    const lines = csvOf(
      [],
      devices.map((device) => COLUMNS.map(([, of]) => of(device, publicUrl))),
    );
    yield lines.slice(2); // without the empty header's line end
  }
}
