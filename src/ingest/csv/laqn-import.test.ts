import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { aHouse, aSource, ledgerOf } from '../../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { storeCounts } from '../../observations/index.ts';
import { addReceipt, addsUp, emptyReceipt } from '../receipt.ts';
import { importFile } from './import-file.ts';
import { readMapping } from './mapping.ts';

const FILES = new URL('../../../../shared/realdata/air-quality/laqn-2023/', import.meta.url);
const skip = existsSync(FILES) ? false : 'the real files are not at ../shared/realdata';
const SPECIES = ['no2', 'pm10', 'pm25', 'o3', 'so2', 'co', 'pm1', 'fine', 'tsp', 'benzene'];

test('a year of thirty London sites is accounted for to the row', { skip, timeout: 300_000 }, async (t) => {
  const own = await aDatabase();
  const { db } = own;
  const house = await aHouse(own);
  const properties = SPECIES.map((code) => aDeclaredProperty(code, { shortest_interval_s: 3600, decimals: 3 }));
  const project = await anAirProject(db, {
    body: aDeclarationBody({ properties }),
    channels: SPECIES.map((code) => ({ field: code, property: code })),
  });
  const { authorityId, projectId, modelId } = project;
  const files = readdirSync(FILES).filter((name) => name.endsWith('.csv.gz'));
  for (const name of files) {
    const value = name.split('_')[1]!;
    await aDevice(db, { authorityId, projectId, modelId, identifier: { kind: 'site_code', value }, placeId: null });
  }
  const wanted = { authorityId, door: 'csv', identifierKind: 'site_code' } as const;
  const { sourceId } = await aSource(house, project.lead.viewer, wanted);
  const mapping = readMapping(
    readFileSync(new URL('../../../examples/mappings/laqn-hourly.yaml', import.meta.url), 'utf8'),
  );

  const began = performance.now();
  const sum = emptyReceipt();
  for (const name of files) {
    const { counts } = await importFile(house, { sourceId, path: new URL(name, FILES).pathname, mapping });
    addReceipt(sum, counts);
  }
  t.diagnostic(`${sum.read} rows in ${((performance.now() - began) / 1000).toFixed(1)} s`);

  assert.ok(addsUp(sum));
  assert.deepEqual(sum, { ...emptyReceipt(), read: 1_059_000, blank: 489_966, duplicate: 6_275, stored: 562_759 });
  assert.deepEqual(await ledgerOf(db, sourceId), {
    read: 1_059_000,
    blank: 489_966,
    duplicate: 6_275,
    stored: 562_759,
  });
  assert.deepEqual(await storeCounts(db), [{ authorityId, standing: 562_759, beside: 0, retired: 0 }]);

  const again = await importFile(house, { sourceId, path: new URL(files[0]!, FILES).pathname, mapping });
  assert.equal(again.counts.stored, 0);
  assert.equal(again.counts.duplicate + again.counts.blank, again.counts.read);
});
