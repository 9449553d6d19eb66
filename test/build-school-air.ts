/** Sites of the use case *air outside schools*, with hourly readings up to a given time. */
import type { Database } from '../src/base/index.ts';
import { SCHOOL_AIR_PURPOSE } from '../src/packs/index.ts';
import type { DeclarationBody } from '../src/register/index.ts';
import { anObservation, commitInTransaction } from './build-observations.ts';
import { type AirProject, aDeclarationBody, aDeclaredProperty, anAirProject } from './build-register.ts';

const HOUR_MS = 3_600_000;

/** Open readings of NO2, PM10 and PM2.5; all for the use case unless the properties that are for it are named. */
export function aSchoolAirBody(forIt: readonly string[] = ['no2', 'pm10', 'pm25']): DeclarationBody {
  return aDeclarationBody({
    purposes: [
      { code: SCHOOL_AIR_PURPOSE, label: 'Cleaner air for children', because: 'To see when the air is worst.' },
      { code: 'health', label: 'Research', because: 'To learn what dust does.' },
    ],
    properties: ['no2', 'pm10', 'pm25'].map((code) =>
      aDeclaredProperty(code, { purposes: [forIt.includes(code) ? SCHOOL_AIR_PURPOSE : 'health'] }),
    ),
  });
}

/** Three schools of a borough whose declaration serves the use case. */
export function schoolsWithAir(
  { db }: Database,
  given: { forIt?: readonly string[]; authoritySlug?: string } = {},
): Promise<AirProject> {
  const { forIt, ...rest } = given;
  return anAirProject(db, { ...rest, body: aSchoolAirBody(forIt) });
}

/** One reading in each of the `hours` full hours before `until`, with the same value. */
export async function hourlyReadings(
  database: Database,
  { datastreamId, authorityId, until, hours, value }: HourlyWish,
): Promise<void> {
  const rows = Array.from({ length: hours }, (_, nth) => {
    const at = new Date(until.getTime() - nth * HOUR_MS - HOUR_MS / 2).toISOString();
    return anObservation({ datastreamId, authorityId, at, value });
  });
  await commitInTransaction(database, rows);
}

interface HourlyWish {
  readonly datastreamId: number;
  readonly authorityId: number;
  readonly until: Date;
  readonly hours: number;
  readonly value: number;
}
