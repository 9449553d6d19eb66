import { parentPort, workerData } from 'node:worker_threads';
import { loadCodec } from './interpreter.ts';
import { serveBatches } from './serve-batches.ts';

// The interpreter asks its host for the local time zone. Codecs see UTC wherever Lamppost runs.
Date.prototype.getTimezoneOffset = () => 0;

serveBatches(parentPort!, workerData, loadCodec);
