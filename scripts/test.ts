/**
 * Runs every test: `npm test [-- part-of-a-path …]`. Starts one throw-away PostgreSQL 18 that all files share, and runs the
 * files that use a database a second time on PostgreSQL 15 where its binaries are found. What the machine lacks (a browser,
 * ../shared, Mosquitto, PostgreSQL 15) is skipped, named and counted in the closing line; LAMPPOST_TEST_FULL=1 makes a
 * skipped test a failure, which is how .ci/run calls it.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { startThrowawayPostgres } from '../src/base/embedded-postgres/throwaway-postgres.ts';

const POSTGRES_15 = process.env.LAMPPOST_TEST_POSTGRES_15 ?? '/usr/lib/postgresql/15';
const wanted = process.argv.slice(2);
const full = process.env.LAMPPOST_TEST_FULL === '1';

const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'])
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
const databaseFiles = files.filter(
  (file) => /\/database\.ts'/.test(readFileSync(file, 'utf8')) && !file.startsWith('test/journeys'),
);

interface Tally {
  passed: number;
  failed: string[];
  skipped: Map<string, number>;
}
const tally: Tally = { passed: 0, failed: [], skipped: new Map() };

await runRing('PostgreSQL 18', undefined, files);
if (existsSync(`${POSTGRES_15}/bin/postgres`)) await runRing('PostgreSQL 15', POSTGRES_15, databaseFiles);
else tally.skipped.set('the database ring on PostgreSQL 15: no PostgreSQL 15 here', 1);

const skipped = [...tally.skipped.values()].reduce((sum, count) => sum + count, 0);
for (const name of tally.failed) console.log(`failed: ${name}`);
for (const [why, count] of tally.skipped) console.log(`skipped: ${why}${count > 1 ? ` (${count} tests)` : ''}`);
if (full && skipped > 0) console.log('LAMPPOST_TEST_FULL=1: a skipped test counts as a failure.');
console.log(`${tally.passed} passed, ${tally.failed.length} failed, ${skipped} skipped`);
process.exit(tally.failed.length > 0 || tally.passed === 0 || (full && skipped > 0) ? 1 : 0);

async function runRing(name: string, binaries: string | undefined, ring: string[]): Promise<void> {
  if (ring.length === 0) return;
  console.log(`\n${ring.length} test ${ring.length === 1 ? 'file' : 'files'} on ${name}`);
  const server = await startThrowawayPostgres(binaries === undefined ? {} : { binaries });
  process.env.LAMPPOST_TEST_DATABASE_URL = server.url;
  process.env.LAMPPOST_TEST_BINARIES = binaries ?? ''; // for a file that needs a server of its own
  // what a file leaves open when its tests are over must not hold up the others, for ever where a hook failed
  const stream = run({ files: ring, concurrency: 2, timeout: 300_000, forceExit: true });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite' || ring.some((file) => event.name.endsWith(file))) return;
    if (event.skip !== undefined) {
      const why = typeof event.skip === 'string' ? event.skip : event.name;
      tally.skipped.set(why, (tally.skipped.get(why) ?? 0) + 1);
    } else tally.passed += 1;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') tally.failed.push(`${event.name} (${name})`);
  });
  stream.compose(spec).pipe(process.stdout);
  await new Promise((resolve) => stream.once('end', resolve));
  await server.stop();
}
