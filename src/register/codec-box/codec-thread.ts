import { Worker } from 'node:worker_threads';
import { packBatch, type QueuedMessage } from './batch.ts';
import type { Limits } from './interpreter.ts';
import type { Answers, WorkerData } from './serve-batches.ts';

export interface ThreadOptions {
  readonly workerFile: URL;
  readonly wasm: WebAssembly.Module;
  readonly limits: Limits;
}

export interface ThreadNews<Message> {
  /** The worker answered a message. */
  answered(message: Message, answer: string): void;
  /** A batch is done: there is room for another. */
  hasRoom(): void;
  /** The worker is gone. `culprit` is what it was decoding, if anything; the others were not decoded, or not heard of. */
  died(culprit: Message | undefined, others: Message[], cause: 'deadline' | 'crash'): void;
}

/** Two, so that the worker has work while its answers are read. */
const MOST_BATCHES = 2;
/**
 * The worker's own fence stops most of what runs too long. What never asks that fence is ended with its worker once the process
 * has used this many deadlines of processor time while one message stood still (so a busy machine blames nobody), or after
 * `MOST_DEADLINES` by the clock.
 */
const PROCESSOR_DEADLINES = 3;
const MOST_DEADLINES = 30;
const LOOKS_PER_DEADLINE = 2;

/** One worker thread and the watch over it. After `died` it is finished; a new one takes its place. */
export class CodecThread<Message extends QueuedMessage> {
  private readonly options: ThreadOptions;
  private readonly news: ThreadNews<Message>;
  private readonly progress = new Int32Array(new SharedArrayBuffer(4));
  private readonly pending = new Map<number, Message>();
  private worker: Worker | undefined;
  private batches = 0;
  private watch: NodeJS.Timeout | undefined;
  private over = false;

  constructor(options: ThreadOptions, news: ThreadNews<Message>) {
    this.options = options;
    this.news = news;
  }

  /** Resolves when the worker is ready; rejects when it cannot be started. */
  async start(): Promise<void> {
    const { workerFile, wasm, limits } = this.options;
    const workerData: WorkerData = { wasm, progress: this.progress, limits };
    // No environment, no flags: what decodes strangers' code has no settings or secrets about it.
    const worker = new Worker(workerFile, {
      workerData,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128, stackSizeMb: 4 },
    });
    this.worker = worker;
    const ready = Promise.withResolvers<void>();
    let isReady = false;
    worker.on('message', (message: Answers | 'ready') => {
      if (message !== 'ready') return this.hear(message);
      isReady = true;
      worker.unref();
      ready.resolve();
    });
    worker.on('error', (cause) => ready.reject(cause));
    worker.on('exit', (code) => {
      ready.reject(new Error(`the codec worker ended with code ${code} before it was ready`));
      if (isReady) this.end('crash', Atomics.load(this.progress, 0));
    });
    await ready.promise;
  }

  hasRoom(): boolean {
    return this.batches < MOST_BATCHES && !this.over;
  }

  send(messages: Message[]): void {
    for (const message of messages) this.pending.set(message.sequence, message);
    const batch = packBatch(messages);
    this.batches++;
    this.worker?.postMessage(batch, [batch.bytes.buffer as ArrayBuffer]);
    if (this.watch === undefined) this.startWatch();
  }

  /** Ends the worker; its messages stay unanswered and are returned. */
  async stop(): Promise<Message[]> {
    this.over = true;
    clearInterval(this.watch);
    await this.worker?.terminate();
    return [...this.pending.values()];
  }

  private hear({ sequences, answers, batchDone }: Answers): void {
    sequences.forEach((sequence, at) => {
      const message = this.pending.get(sequence);
      if (message === undefined) return;
      this.pending.delete(sequence);
      this.news.answered(message, answers[at] ?? '');
    });
    if (!batchDone) return;
    this.batches--;
    if (this.batches === 0) this.stopWatch();
    if (!this.over) this.news.hasRoom();
  }

  private startWatch(): void {
    const { deadlineMs } = this.options.limits;
    let seen = 0;
    let looks = 0;
    let since = process.cpuUsage();
    this.worker?.ref();
    this.watch = setInterval(() => {
      const now = Atomics.load(this.progress, 0);
      if (now === 0 || now !== seen) {
        [seen, looks, since] = [now, 0, process.cpuUsage()];
        return;
      }
      // Looks are counted, not time: a machine that slept counts once.
      looks++;
      const used = process.cpuUsage(since);
      const isOver = (used.user + used.system) / 1000 >= PROCESSOR_DEADLINES * deadlineMs;
      if (isOver || looks >= MOST_DEADLINES * LOOKS_PER_DEADLINE) void this.kill(now);
    }, deadlineMs / LOOKS_PER_DEADLINE);
  }

  private stopWatch(): void {
    clearInterval(this.watch);
    this.watch = undefined;
    this.worker?.unref();
  }

  private async kill(culprit: number): Promise<void> {
    clearInterval(this.watch);
    this.worker?.removeAllListeners('exit');
    // What the worker sent before it was ended is still heard.
    await this.worker?.terminate();
    this.end('deadline', culprit);
  }

  private end(cause: 'deadline' | 'crash', sequence: number): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.watch);
    const culprit = this.pending.get(sequence);
    this.pending.delete(sequence);
    this.news.died(culprit, [...this.pending.values()], cause);
  }
}
