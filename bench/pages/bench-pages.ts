/**
 * `npm run bench:pages`: every page of a London of 33 authorities, 5,000 projects and 50,000 devices, as anybody, as staff of one
 * authority and as somebody with every role in all of them; the server as it is started for real. docs in bench/README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attachEmbeddedPostgres, type Db, openDatabase, sql, systemClock } from '../../src/base/index.ts';
import { openSession, sessionCookie } from '../../src/identity/index.ts';
import { RunningHouse } from '../../test/running-house.ts';
import { AT_ONE, EVERYWHERE, fillLondon } from './fill.ts';
import { type AskedPage, pagesToAsk } from './pages.ts';

const AIM_MS = 200;
const HELP = `npm run bench:pages -- [options]

  --authorities N, --projects N, --devices N   how much there is (33, 5000, 50000)
  --rounds N      each page is asked for as often, after once unmeasured (5)
  --only TEXT     only pages whose address contains it
  --as WHOM       of everybody, one, all: who asks (all three)
  --keep FOLDER   fill this data folder, or use what an earlier run left there
  --json FILE     write the figures there as well
`;
const text = { type: 'string' } as const;
const { values: given } = parseArgs({
  options: {
    authorities: text,
    projects: text,
    devices: text,
    rounds: text,
    only: text,
    as: text,
    keep: text,
    json: text,
    help: { type: 'boolean' },
  },
});
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
const size = {
  authorities: Number(given.authorities ?? 33),
  projects: Number(given.projects ?? 5000),
  devices: Number(given.devices ?? 50_000),
};
const rounds = Number(given.rounds ?? 5);

interface Figures {
  readonly asker: string;
  readonly path: string;
  readonly status: number;
  readonly kb: number;
  readonly medianMs: number;
  readonly maxMs: number;
  readonly firstByteMs: number;
  readonly isFile: boolean;
}

const house = new RunningHouse(given.keep ? { LAMPPOST_DATA: given.keep } : {});
const figures: Figures[] = [];
try {
  await house.start();
  const url = given.keep ? await attachEmbeddedPostgres(join(given.keep, 'postgres')) : await house.databaseUrl();
  const { db, close } = openDatabase(url!);
  try {
    await fill(db);
    const floor = [await ask('floor', { path: '/healthz' }), await bareSelect(db)];
    console.log(`floor: /healthz ${ms(floor[0]!.medianMs)}, a bare select ${ms(floor[1]!.medianMs)}\n`);
    const { everybody, staff } = await pagesToAsk(db);
    const askers = { everybody: undefined, one: await cookieOf(db, AT_ONE), all: await cookieOf(db, EVERYWHERE) };
    for (const [asker, cookie] of Object.entries(askers)) {
      if (given.as && given.as !== asker) continue;
      for (const page of asker === 'everybody' ? everybody : staff) {
        if (given.only && !page.path.includes(given.only)) continue;
        const measured = await ask(asker, page, cookie);
        figures.push(measured);
        console.log(lineOf(measured));
      }
    }
  } finally {
    await close();
  }
  const missed = figures.filter(({ isFile, medianMs, status }) => status !== 200 || (!isFile && medianMs >= AIM_MS));
  console.log(
    `\n${figures.filter(({ isFile }) => !isFile).length} pages, aim under ${AIM_MS} ms (median): ${missed.length === 0 ? 'all' : `missed by ${missed.map(({ asker, path }) => `${path} (${asker})`).join(', ')}`}`,
  );
  if (given.json) writeFileSync(given.json, `${JSON.stringify(figures, null, 2)}\n`);
} catch (error) {
  console.error(`the server said last:\n${house.said.slice(-10).join('\n')}\n`);
  throw error;
} finally {
  if (given.keep) await house.stop();
  await house.remove();
}

async function fill(db: Db): Promise<void> {
  const { rows } = await sql<{ projects: number }>`select count(*)::int as projects from projects.v_project`.execute(
    db,
  );
  if (rows[0]!.projects > 0) return;
  const began = performance.now();
  await fillLondon(db, size);
  console.log(`filled in ${Math.round((performance.now() - began) / 1000)} s`);
}

async function cookieOf(db: Db, email: string): Promise<string> {
  const { rows } = await sql<{ id: number }>`select id from identity.v_person where email = ${email}`.execute(db);
  const { token } = await openSession(db, { personId: rows[0]!.id }, systemClock);
  return `${sessionCookie(house.url).name}=${token}`;
}

/** One after the other, so that a time is the server's own; the first is for caches and plans and does not count. */
async function ask(asker: string, { path, isFile = false }: AskedPage, cookie?: string): Promise<Figures> {
  const times: number[] = [];
  const firsts: number[] = [];
  let status = 0;
  let bytes = 0;
  for (let round = 0; round <= (isFile ? Math.min(rounds, 2) : rounds); round++) {
    const began = performance.now();
    const response = await fetch(house.url + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) },
    });
    const first = performance.now() - began;
    bytes = (await response.arrayBuffer()).byteLength;
    status = response.status;
    if (round === 0) continue;
    times.push(performance.now() - began);
    firsts.push(first);
  }
  return {
    asker,
    path,
    status,
    kb: bytes / 1024,
    medianMs: median(times),
    maxMs: Math.max(...times),
    firstByteMs: median(firsts),
    isFile,
  };
}

async function bareSelect(db: Db): Promise<{ medianMs: number }> {
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const began = performance.now();
    await sql`select 1`.execute(db);
    times.push(performance.now() - began);
  }
  return { medianMs: median(times) };
}

function lineOf({ asker, path, status, kb, medianMs, maxMs, firstByteMs, isFile }: Figures): string {
  const verdict =
    status !== 200
      ? `answered ${status}`
      : isFile
        ? `file, first byte ${ms(firstByteMs)}`
        : medianMs < AIM_MS
          ? ''
          : 'TOO SLOW';
  return `${asker.padEnd(9)} ${ms(medianMs).padStart(9)} max ${ms(maxMs).padStart(9)} ${`${Math.round(kb)} kB`.padStart(9)}  ${path}  ${verdict}`.trimEnd();
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
