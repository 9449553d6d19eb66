/**
 * `npm run bench`: what one machine takes in and answers, on loopback, with everything in processes of their own (our server as it
 * is started for real, PostgreSQL with fsync on, the load). Beside each door its floor, measured in the same run. docs in
 * bench/README.md; `npm run bench -- --help` for options.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../src/base/index.ts';
import { RunningHouse } from '../test/running-house.ts';
import { type DoorFigures, measureDoor } from './measure-doors.ts';
import { measureLatest, measureNewest, type QueryFigures } from './measure-queries.ts';
import { readOptions } from './options.ts';
import { prepareBench, prepareHistory } from './prepare.ts';
import { printDoors, printQueries } from './print-figures.ts';
import { LoadProcess, residentMb, startFloor } from './processes.ts';

const options = readOptions(process.argv.slice(2));
const profiling: NodeJS.ProcessEnv = options.profile
  ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profile}` }
  : {};
const house = new RunningHouse({ LAMPPOST_LOG: 'info', ...profiling });
const load = new LoadProcess();
const closers: (() => unknown)[] = [() => house.remove(), () => load.stop()];
try {
  await house.start();
  const databaseUrl = await house.databaseUrl();
  const database = openDatabase(databaseUrl);
  closers.push(() => database.close());
  console.log(
    `${cpus().length} processors (${cpus()[0]?.model}), Node ${process.version}, ${new Date().toISOString().slice(0, 16)}`,
  );
  const bench = await prepareBench(database.db, options.devices);
  const floor = await startFloor(databaseUrl, bench.datastreams);
  closers.push(() => floor.stop());
  const servers = { house, floor, load };
  await sleep(2000);
  const restMb = residentMb(house.pid);

  const doors: DoorFigures[] = [];
  for (const door of options.doors) {
    doors.push(await measureDoor(door, servers, bench, database.db, options));
    console.log(
      `measured ${door}: ${Math.round(doors.at(-1)!.ours.perSecond)} of ${Math.round(doors.at(-1)!.floor.perSecond)}`,
    );
  }

  const queries: QueryFigures[] = [];
  let newest: Awaited<ReturnType<typeof measureNewest>> | undefined;
  if (options.history > 0) {
    console.log(`filling in ${options.history.toLocaleString('en')} readings`);
    await prepareHistory(database, bench, options.history);
    queries.push(await measureLatest(servers, bench, options, 0));
    queries.push(await measureLatest(servers, bench, options, options.rate));
    queries.push(await measureLatest(servers, bench, options, 'as many as go'));
    newest = await measureNewest(servers, databaseUrl, options);
    queries.push(newest);
  }
  printDoors(doors);
  printQueries(queries);
  if (newest) {
    console.log(
      `\nNewest of ${Math.round(newest.rows).toLocaleString('en')}: ${newest.usesIndex ? 'answered from an index' : 'NOT from an index'}`,
    );
    console.log(newest.plan.replace(/^/gm, '  '));
  }
  const peaks = doors.map(({ ours }) => ours.peakMb ?? 0);
  const memory = { restMb, peakMb: peaks.length > 0 ? Math.max(...peaks) : undefined, afterMb: residentMb(house.pid) };
  const megabytes = (value: number | undefined) => (value === undefined ? 'unknown' : `${Math.round(value)} MB`);
  console.log(
    `\nMemory of our process: ${megabytes(memory.restMb)} at rest, ${megabytes(memory.peakMb)} at most under load, ${megabytes(memory.afterMb)} afterwards`,
  );
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ doors, queries, memory }, null, 2)}\n`);
  if (options.profile) console.log(`the profile is written to ${options.profile} when the server stops`);
} catch (error) {
  console.error(`the server said last:\n${house.said.slice(-10).join('\n')}\n`);
  throw error;
} finally {
  for (const close of closers.reverse()) await close();
}
