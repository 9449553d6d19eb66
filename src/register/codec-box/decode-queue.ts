import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ANSWER, readAnswer, spoils } from './answer.ts';
import type { QueuedMessage } from './batch.ts';
import { codecBoxStopped } from './codec-box.errors.ts';
import { type Codec, type DecodeInput, type DecodeResult, failed } from './codec-result.ts';
import { CodecThread } from './codec-thread.ts';
import type { Limits } from './interpreter.ts';
import { createProbation, type Probation } from './probation.ts';

export interface QueueOptions {
  readonly workers: number;
  readonly workerFile: URL;
  readonly sourceBytes: number;
  readonly restMs: number;
  readonly limits: Limits;
}

interface Message extends QueuedMessage {
  /** Set when a worker was ended over this message; it gets one more try, in case the machine was to blame. */
  isSuspect: boolean;
  readonly resolve: (result: DecodeResult) => void;
  readonly reject: (error: Error) => void;
}

const BATCH_MESSAGES = 256;
const INPUT_BYTES = 65_536;
const WASM_FILE = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');

/** Messages waiting for a worker, and the workers. Messages that arrive in one turn of the event loop travel together. */
export class DecodeQueue {
  private readonly options: QueueOptions;
  private readonly probation: Probation;
  private readonly threads = new Set<CodecThread<Message>>();
  private readonly tally = { decoded: 0, restarts: 0, failed: {} as Record<string, number> };
  private waiting: Message[] = [];
  private sequence = 0;
  private opening: Promise<void> | undefined;
  private wasm: Promise<WebAssembly.Module> | undefined;
  private isPumpDue = false;
  private isStopped = false;

  constructor(options: QueueOptions) {
    this.options = options;
    this.probation = createProbation(options.restMs);
  }

  async start(): Promise<void> {
    this.isStopped = false;
    await this.openThreads();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.opening?.catch(() => {});
    const unanswered = await Promise.all([...this.threads].map((thread) => thread.stop()));
    this.threads.clear();
    this.rejectAll([...unanswered.flat(), ...this.waiting.splice(0)]);
  }

  async add(codec: Codec, input: DecodeInput): Promise<DecodeResult> {
    if (this.isStopped) throw codecBoxStopped();
    const refusal = this.refuse(codec, input);
    if (refusal !== undefined) return this.count(refusal);
    const { promise, resolve, reject } = Promise.withResolvers<DecodeResult>();
    // Sequences are 31 bits and never 0, which means "between messages".
    this.sequence = (this.sequence % 0x7fff_ffff) + 1;
    this.waiting.push({ sequence: this.sequence, codec, input, isSuspect: false, resolve, reject });
    this.schedulePump();
    return promise;
  }

  counts() {
    return { ...this.tally, failed: { ...this.tally.failed }, waiting: this.waiting.length };
  }

  private refuse({ source }: Codec, { bytes }: DecodeInput): DecodeResult | undefined {
    const { sourceBytes } = this.options;
    if (source.length * 3 > sourceBytes && Buffer.byteLength(source) > sourceBytes) {
      return failed('too-big', `the codec is longer than ${sourceBytes} bytes; leave out what is not needed to decode`);
    }
    if (bytes.length > INPUT_BYTES) return failed('too-big', `the message is longer than ${INPUT_BYTES} bytes`);
    return undefined;
  }

  private schedulePump(): void {
    if (this.isPumpDue) return;
    this.isPumpDue = true;
    setImmediate(() => {
      this.isPumpDue = false;
      this.pump();
    });
  }

  private pump(): void {
    if (this.isStopped || this.waiting.length === 0) return;
    if (this.threads.size < this.options.workers) this.openThreads().catch(() => {});
    for (const thread of this.threads) {
      while (thread.hasRoom() && this.waiting.length > 0) {
        const messages = this.takeBatch();
        if (messages.length === 0) break;
        thread.send(messages);
      }
    }
  }

  /** The next messages in order; of a codec on probation one per batch, of a resting one none. */
  private takeBatch(): Message[] {
    if (this.probation.isEmpty) return this.waiting.splice(0, BATCH_MESSAGES);
    const batch: Message[] = [];
    const left: Message[] = [];
    const onProbation = new Set<string>();
    for (const message of this.waiting) {
      const { hash } = message.codec;
      if (this.probation.isResting(hash)) {
        this.settle(
          message,
          failed('deadline', 'the codec broke its limits three times in a row and rests for a while'),
        );
      } else if (batch.length >= BATCH_MESSAGES || onProbation.has(hash)) {
        left.push(message);
      } else {
        batch.push(message);
        if (this.probation.has(hash)) onProbation.add(hash);
      }
    }
    this.waiting = left;
    return batch;
  }

  private openThreads(): Promise<void> {
    this.opening ??= this.openMissing().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async openMissing(): Promise<void> {
    this.wasm ??= readFile(WASM_FILE).then((bytes) => WebAssembly.compile(bytes));
    try {
      const wasm = await this.wasm;
      while (this.threads.size < this.options.workers && !this.isStopped) await this.openThread(wasm);
    } catch (cause) {
      if (this.threads.size === 0) this.rejectAll(this.waiting.splice(0), cause);
      throw codecBoxStopped({ cause });
    }
    this.schedulePump();
  }

  private async openThread(wasm: WebAssembly.Module): Promise<void> {
    const { workerFile, limits } = this.options;
    const thread = new CodecThread<Message>(
      { workerFile, wasm, limits },
      {
        answered: (message, answer) => this.hear(message, answer),
        hasRoom: () => this.pump(),
        died: (culprit, others, cause) => this.replace(thread, culprit, others, cause),
      },
    );
    await thread.start();
    this.threads.add(thread);
  }

  private hear(message: Message, answer: string): void {
    const { hash } = message.codec;
    if (answer === ANSWER.putBack) {
      this.waiting.push(message);
      this.schedulePump();
      return;
    }
    if (spoils(answer)) this.probation.strike(hash);
    else if (!this.probation.isEmpty) this.probation.clear(hash);
    this.settle(message, readAnswer(answer));
  }

  private replace(thread: CodecThread<Message>, culprit: Message | undefined, others: Message[], cause: string): void {
    this.threads.delete(thread);
    this.tally.restarts++;
    if (culprit === undefined) {
      // Nobody to blame: trying the same again could go on for ever, and their senders will try again anyway.
      this.rejectAll(others);
    } else if (cause === 'deadline' && !culprit.isSuspect) {
      culprit.isSuspect = true;
      this.waiting.unshift(culprit, ...others);
    } else {
      this.probation.strike(culprit.codec.hash);
      const late = cause === 'deadline';
      const why = late ? 'the codec ran longer than it may' : 'the codec ended its worker';
      this.settle(culprit, failed(late ? 'deadline' : 'memory', why));
      this.waiting.unshift(...others);
    }
    this.schedulePump();
  }

  private settle(message: Message, result: DecodeResult): void {
    message.resolve(this.count(result));
  }

  private count(result: DecodeResult): DecodeResult {
    if (result.ok) this.tally.decoded++;
    else this.tally.failed[result.reason] = (this.tally.failed[result.reason] ?? 0) + 1;
    return result;
  }

  private rejectAll(messages: Message[], cause?: unknown): void {
    for (const message of messages) message.reject(codecBoxStopped({ cause }));
  }
}
