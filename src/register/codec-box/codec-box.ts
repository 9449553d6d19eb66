import type { Codec, DecodeInput, DecodeResult } from './codec-result.ts';
import { DecodeQueue } from './decode-queue.ts';

/**
 * Runs vendors' codecs where they can do no harm. A codec sees its message and the JavaScript built-ins, nothing else: no files,
 * network, timers or modules. Every message starts from the state right after the codec was loaded, so neither messages nor
 * codecs can leave each other anything. Time, memory, source and result are limited; breaking a limit fails that message only.
 */
export interface CodecBox {
  /** Never rejects for what a codec does; rejects when the box is stopped (REG_CODEC_BOX_STOPPED). */
  decode(codec: Codec, input: DecodeInput): Promise<DecodeResult>;
  decodeMany(codec: Codec, inputs: readonly DecodeInput[]): Promise<DecodeResult[]>;
  start(): Promise<void>;
  /** Ends the workers. Messages not yet decoded are rejected, so that nothing is acknowledged that was not read. */
  stop(): Promise<void>;
  stats(): CodecBoxStats;
}

export interface CodecBoxStats {
  readonly workers: number;
  readonly waiting: number;
  readonly decoded: number;
  /** Failed decodes by reason. */
  readonly failed: Readonly<Record<string, number>>;
  /** Workers that had to be replaced. */
  readonly restarts: number;
}

export interface CodecBoxOptions {
  readonly workers?: number;
  /** Processor time a message may take. One that cannot be stopped from inside is ended with its worker, after two tries. */
  readonly deadlineMs?: number;
  /** Memory of one codec, all in; at least 16 MiB, of which the interpreter's own stack takes 5. */
  readonly memoryBytes?: number;
  /** Longest result, in characters of its JSON text. */
  readonly resultBytes?: number;
  /** Longest source, in bytes of UTF-8. The Things Stack documents 40 kB, yet its repository holds codecs of 102 kB. */
  readonly sourceBytes?: number;
  /** Loaded codecs each worker keeps, at about 1 MB each (one that a message made grow by more than 2 MB is not kept). */
  readonly warmCodecs?: number;
  /** How long a codec rests that broke the deadline or the memory limit three times in a row. */
  readonly restMs?: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** A box that is not started yet; it starts by itself at the first message, `start` only makes that one faster. */
export function createCodecBox(options: CodecBoxOptions = {}): CodecBox {
  return openCodecBox(options, new URL('./codec-worker.ts', import.meta.url));
}

/** The same with another worker file, for measuring what the interpreter costs. */
export function openCodecBox(options: CodecBoxOptions, workerFile: URL): CodecBox {
  const workers = options.workers ?? 1;
  const queue = new DecodeQueue({
    workers,
    workerFile,
    sourceBytes: options.sourceBytes ?? 128 * KIB,
    restMs: options.restMs ?? 10_000,
    limits: {
      deadlineMs: options.deadlineMs ?? 100,
      memoryBytes: Math.max(options.memoryBytes ?? 0, 16 * MIB),
      resultBytes: options.resultBytes ?? 64 * KIB,
      warmCodecs: options.warmCodecs ?? 128,
    },
  });
  return {
    decode: (codec, input) => queue.add(codec, input),
    decodeMany: (codec, inputs) => Promise.all(inputs.map((input) => queue.add(codec, input))),
    start: () => queue.start(),
    stop: () => queue.stop(),
    stats: () => ({ workers, ...queue.counts() }),
  };
}
