import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { stringify } from 'yaml';
import { boroughOf, fileFor, readSites } from '../../examples/laqn/make-apply.ts';
import { aCommandLine } from '../../test/build-command-line.ts';
import { sql } from '../base/index.ts';

const DATA = '../shared/realdata/air-quality';
const SITES = `${DATA}/laqn_site_metadata.csv`;
const skip = existsSync(SITES) ? false : 'the real files are not at ../shared/realdata';

test('the London sites become the monitors of three boroughs, and their files are accounted for', {
  skip,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'laqn-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const sites = readSites(readFileSync(SITES, 'utf8'));
  const file = join(folder, 'laqn.yaml');
  writeFileSync(file, stringify(fileFor(sites)));
  const { lamppost, db } = await aCommandLine();
  assert.match((await lamppost('apply', file)).said, new RegExp(`devices +${sites.length} created`));
  const leads = ['west', 'central', 'east'].flatMap((part) => ['--as', `lead@thames-${part}.example`]);
  assert.match((await lamppost('apply', file, ...leads)).said, /nothing to change/);

  for (const authority of ['thames-west', 'thames-central', 'thames-east']) {
    const made = await lamppost(
      'key',
      'create',
      authority,
      '--kind',
      'person',
      '--name',
      'Laptop',
      '--as',
      `approver@${authority}.example`,
    );
    const key = /lpk_\S+/.exec(made.said)![0];
    const document = ['--title', 'Review', '--reference', 'R 1', '--dated', '2026-04-01', '--key', key];
    await lamppost('clear', `${authority}/reference-monitors`, 'screening', 'security', 'supplier', ...document);
    assert.match((await lamppost('approve', `${authority}/reference-monitors`, '--key', key)).said, /is in force/);
  }
  for (const code of ['LB4', 'CD1', 'GR8']) {
    const authority = boroughOf(sites.find((site) => site.code === code)!);
    const imported = () =>
      lamppost(
        'import',
        '--source',
        `${authority}/laqn-files`,
        '--mapping',
        'examples/mappings/laqn-hourly.yaml',
        `${DATA}/laqn-2023/LAQN_${code}_2023.csv.gz`,
      );
    assert.match(
      (await imported()).said,
      /read [\d,]+ = stored [\d,]+ \+ duplicate [\d,]+ \+ blank [\d,]+ \+ simulated 0 \+ refused 0/,
    );
    assert.match((await imported()).said, / = stored 0 \+/);
  }
  const twice = join(folder, 'made-up-same-hour-twice.csv');
  writeFileSync(
    twice,
    '@SpeciesCode,@MeasurementDateGMT,@Value,SiteCode\nNO2,2024-01-05 10:00:00,41.2,CD1\nNO2,2024-01-05 10:00:00,38.9,CD1\n',
  );
  const source = `${boroughOf(sites.find(({ code }) => code === 'CD1')!)}/laqn-files`;
  const { said } = await lamppost(
    'import',
    '--source',
    source,
    '--mapping',
    'examples/mappings/laqn-hourly.yaml',
    twice,
  );
  assert.match(said, /read 2 = stored 2 [\s\S]*1 stand beside another value for the same time/);
  const verified = await lamppost('verify');
  assert.equal(verified.code, 0, verified.complained);
  const { rows } = await sql<{
    authorities: number;
  }>`select count(distinct authority_id) as authorities from observations.observation`.execute(db);
  assert.equal(rows[0]!.authorities, 3);
});

test('coordinates are the degrees, not the metres that are called WGS 84', () => {
  const [site] = readSites(
    '@SiteCode,@SiteName,@SiteType,@DateClosed,@Latitude,@Longitude,@LatitudeWGS84,@LongitudeWGS84\n' +
      'BG1,Rush Green,Suburban,,51.563752,0.177891,6721627.34498,19802.7355367\n',
  );
  assert.deepEqual([site!.latitude, site!.longitude], [51.563752, 0.177891]);
});
