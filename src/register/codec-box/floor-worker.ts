import { parentPort, workerData } from 'node:worker_threads';
import { ANSWER } from './answer.ts';
import type { LoadedCodec } from './interpreter.ts';
import { serveBatches } from './serve-batches.ts';

// For the bench only: the same way to a worker and back with the codec run as plain JavaScript, which is no sandbox.
async function loadPlain(source: string): Promise<LoadedCodec> {
  const decodeUplink = new Function(`${source}; return decodeUplink;`)();
  return {
    spoiled: false,
    decode(text) {
      const [fPort, time, bytes] = JSON.parse(text);
      return ANSWER.output + JSON.stringify(decodeUplink({ bytes, fPort, recvTime: new Date(time) }));
    },
  };
}

serveBatches(parentPort!, workerData, loadPlain);
