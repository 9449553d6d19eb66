import type { Codec, DecodeInput } from './codec-result.ts';

/** Many messages in one crossing to the worker: columns, because a structured clone pays for every object. */
export interface Batch {
  readonly sequences: Int32Array;
  readonly codecs: Codec[];
  readonly codecIndexes: Uint16Array;
  readonly ports: Float64Array;
  readonly times: Float64Array;
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

export interface QueuedMessage {
  readonly sequence: number;
  readonly codec: Codec;
  readonly input: DecodeInput;
}

/** Packs messages into columns. Codecs go along once per batch, so the worker may forget any codec at any time. */
export function packBatch(messages: readonly QueuedMessage[]): Batch {
  const count = messages.length;
  const batch = {
    sequences: new Int32Array(count),
    codecs: [] as Codec[],
    codecIndexes: new Uint16Array(count),
    ports: new Float64Array(count),
    times: new Float64Array(count),
    ends: new Uint32Array(count),
    bytes: new Uint8Array(messages.reduce((sum, { input }) => sum + input.bytes.length, 0)),
  };
  const indexes = new Map<Codec, number>();
  let end = 0;
  messages.forEach(({ sequence, codec, input }, at) => {
    batch.sequences[at] = sequence;
    batch.codecIndexes[at] = indexes.get(codec) ?? addCodec(batch.codecs, indexes, codec);
    batch.ports[at] = input.fPort;
    batch.times[at] = input.recvTime.getTime();
    batch.bytes.set(input.bytes, end);
    end += input.bytes.length;
    batch.ends[at] = end;
  });
  return batch;
}

/** One message as the JSON text `[port, time, [bytes]]` that the codec's side parses. */
export function inputText(batch: Batch, at: number): string {
  const start = at === 0 ? 0 : batch.ends[at - 1];
  return `[${batch.ports[at]},${batch.times[at]},[${batch.bytes.subarray(start, batch.ends[at]).join(',')}]]`;
}

/** The same codec often comes as a new object per message (a fresh row); it is still sent once. */
function addCodec(codecs: Codec[], indexes: Map<Codec, number>, codec: Codec): number {
  const known = codecs.findIndex(({ hash, source }) => hash === codec.hash && source === codec.source);
  const index = known >= 0 ? known : codecs.push({ hash: codec.hash, source: codec.source }) - 1;
  indexes.set(codec, index);
  return index;
}
