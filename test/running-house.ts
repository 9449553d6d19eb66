/** The real thing: `./lamppost serve` as a process of its own on a data folder of its own, started, killed and started again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { attachEmbeddedPostgres } from '../src/base/index.ts';

const READY_LIMIT_MS = 60_000;

export class RunningHouse {
  readonly folder = mkdtempSync(join(tmpdir(), 'lamppost-house-'));
  /** The last lines it said, log and all. */
  readonly said: string[] = [];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #ports: { http: number; mqtt: number } | undefined;

  constructor(env: NodeJS.ProcessEnv = {}) {
    chmodSync(this.folder, 0o711); // as root, the database's own user passes through
    this.#env = env;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports!.http}`;
  }

  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${this.#ports!.mqtt}`;
  }

  /** Process id of Node; the shim hands its own over. */
  get pid(): number {
    return this.#child!.pid!;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it in a process group of its own; resolves when the process is there, long before it is ready. */
  async spawn(): Promise<void> {
    this.#ports ??= { http: await aFreePort(), mqtt: await aFreePort() };
    const inherited = Object.entries(process.env).filter(([name]) => !/^(LAMPPOST_|DATABASE_URL|NODE_)/.test(name));
    const child = spawn('./lamppost', ['serve'], {
      cwd: join(import.meta.dirname, '..'),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        LAMPPOST_DATA: this.folder,
        LAMPPOST_PORT: String(this.#ports.http),
        LAMPPOST_MQTT_PORT: String(this.#ports.mqtt),
        LAMPPOST_LOG: 'warn',
        ...this.#env,
      },
    });
    this.#child = child;
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on('line', (line) => {
        this.said.push(line);
        if (this.said.length > 200) this.said.shift();
        if (line.startsWith('ready ')) child.emit('ready');
      });
    }
    await once(child, 'spawn');
  }

  /** Resolves once it says ready, and says how long that took; refuses with its last words when it ends instead. */
  async untilReady(): Promise<number> {
    const child = this.#child!;
    const began = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`was not ready after ${READY_LIMIT_MS / 1000} s`), READY_LIMIT_MS);
    });
    const ended = once(child, 'exit').then(([code, signal]) => `ended with ${signal ?? code} before it was ready`);
    const why = await Promise.race([once(child, 'ready'), ended, late]);
    clearTimeout(timer);
    if (typeof why === 'string') throw new Error(`${why}\n${this.said.slice(-15).join('\n')}`);
    return performance.now() - began;
  }

  async start(): Promise<this> {
    await this.spawn();
    await this.untilReady();
    return this;
  }

  /** SIGKILL for Node and nobody else: PostgreSQL goes on without a parent. */
  async killNode(): Promise<void> {
    const gone = once(this.#child!, 'exit');
    process.kill(this.pid, 'SIGKILL');
    await gone;
  }

  /** SIGKILL for everything of this house at once: Node, its watchdog, PostgreSQL with all its processes. */
  async killEverything(): Promise<void> {
    const gone = once(this.#child!, 'exit');
    const roots = [this.pid, ...this.#postmaster()];
    for (const pid of withDescendants(roots)) killHard(pid);
    await gone;
  }

  /** SIGTERM, and its exit code. */
  async stop(): Promise<number | null> {
    if (!this.isRunning) return this.#child?.exitCode ?? null;
    const gone = once(this.#child!, 'exit');
    process.kill(this.pid, 'SIGTERM');
    const [code] = await gone;
    return code;
  }

  /** Stops it if it runs and takes the folder away. */
  async remove(): Promise<void> {
    await this.stop();
    for (const pid of withDescendants(this.#postmaster())) killHard(pid);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** The address of its database, password and all; it must run. */
  async databaseUrl(): Promise<string> {
    const url = await attachEmbeddedPostgres(join(this.folder, 'postgres'));
    if (url === undefined) throw new Error('its database does not answer');
    return url;
  }

  /** Resident memory of Node now, in megabytes; `peak` since it started. Linux only. */
  memory(): { rssMb: number; peakMb: number } {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 1024;
    return { rssMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
  }

  /** Process id of PostgreSQL, if it runs on this folder. */
  #postmaster(): number[] {
    try {
      const cluster = join(this.folder, 'postgres', 'cluster');
      const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
      const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
      return command.includes(cluster) ? [pid] : []; // a stale file may name somebody else by now
    } catch {
      return [];
    }
  }
}

/** One that has just ended is no error. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function withDescendants(roots: readonly number[]): number[] {
  if (roots.length === 0) return [];
  const parents = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const found = new Set(roots);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** Below the range from which the system gives ports to outgoing connections: still free after a restart. */
async function aFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
