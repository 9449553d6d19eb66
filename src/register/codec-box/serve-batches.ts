import type { MessagePort } from 'node:worker_threads';
import { ANSWER, spoils } from './answer.ts';
import { type Batch, inputText } from './batch.ts';
import type { Codec } from './codec-result.ts';
import type { Limits, LoadedCodec } from './interpreter.ts';

export interface WorkerData {
  readonly wasm: WebAssembly.Module;
  /** Holds the sequence of the message being decoded, 0 between messages: how the parent knows whom to blame. */
  readonly progress: Int32Array;
  readonly limits: Limits;
}

/** Answers for some messages of a batch; a message without one yet is still to come. */
export interface Answers {
  readonly sequences: number[];
  readonly answers: string[];
  readonly batchDone: boolean;
}

export type LoadCodec = (source: string, wasm: WebAssembly.Module, limits: Limits) => Promise<LoadedCodec | string>;

interface WarmCodec {
  readonly source: string;
  readonly loaded: LoadedCodec | string;
}

/** Answers are sent when a batch is done or this long after the last ones: the most that is decoded twice after a restart. */
const FLUSH_AFTER_MS = 5;

/** The worker's loop: batches in, answers out, one after the other, with the most recently used codecs kept warm. */
export function serveBatches(port: MessagePort, { wasm, progress, limits }: WorkerData, load: LoadCodec): void {
  const warm = new Map<string, WarmCodec>();

  async function take(codec: Codec): Promise<LoadedCodec | string> {
    const known = warm.get(codec.hash);
    warm.delete(codec.hash);
    const { source } = codec;
    const loaded = known?.source === source ? known.loaded : await load(source, wasm, limits);
    if (typeof loaded === 'string' && spoils(loaded)) return loaded;
    warm.set(codec.hash, { source, loaded });
    for (const coldest of warm.keys()) {
      if (warm.size <= limits.warmCodecs) break;
      warm.delete(coldest);
    }
    return loaded;
  }

  async function run(batch: Batch): Promise<void> {
    let sequences: number[] = [];
    let answers: string[] = [];
    let flushedAt = performance.now();
    const flush = (batchDone: boolean) => {
      port.postMessage({ sequences, answers, batchDone } satisfies Answers);
      [sequences, answers, flushedAt] = [[], [], performance.now()];
    };
    const taken = new Map<number, LoadedCodec | string>();
    const offenders = new Set<number>();
    for (let at = 0; at < batch.sequences.length; at++) {
      const sequence = batch.sequences[at]!;
      const index = batch.codecIndexes[at]!;
      sequences.push(sequence);
      if (offenders.has(index)) {
        answers.push(ANSWER.putBack);
        continue;
      }
      Atomics.store(progress, 0, sequence);
      const codec = batch.codecs[index]!;
      const loaded = taken.get(index) ?? (await take(codec));
      const answer = typeof loaded === 'string' ? loaded : loaded.decode(inputText(batch, at));
      taken.set(index, loaded);
      if (typeof loaded !== 'string' && loaded.spoiled) {
        warm.delete(codec.hash);
        taken.delete(index);
      }
      if (spoils(answer)) offenders.add(index);
      answers.push(answer);
      if (performance.now() - flushedAt > FLUSH_AFTER_MS) flush(false);
    }
    Atomics.store(progress, 0, 0);
    flush(true);
  }

  let last = Promise.resolve();
  port.on('message', (batch: Batch) => {
    last = last.then(() => run(batch));
  });
  port.postMessage('ready');
}
