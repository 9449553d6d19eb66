/** What an MQTT message says, whichever broker it came through: the device stands in the topic or in the message. */
import { LamppostError } from '../../base/index.ts';
import { hearChirpstack } from '../adapters/chirpstack.ts';
import { unreadable } from '../adapters/heard.ts';
import { hearJson } from '../adapters/json.ts';
import { hearTts } from '../adapters/tts.ts';
import type { Source } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';
import { readJson } from './read-json.ts';

/** Never throws: what cannot be read is an uplink with a problem, so that it is counted and its fault kept. */
export function hearPayload(
  payload: Uint8Array,
  source: Source,
  receivedAt: Date,
  from: { readonly device?: string | undefined; readonly event?: string | undefined },
): readonly Uplink[] {
  const fail = (problem: LamppostError) => [unreadable(source, receivedAt, problem, from.device)];
  const read = readJson(payload);
  if (read instanceof LamppostError) return fail(read);
  try {
    const heard =
      source.settings.format === 'tts'
        ? hearTts(read.value, source, receivedAt)
        : source.settings.format === 'chirpstack'
          ? hearChirpstack(read.value, source, receivedAt, from.event)
          : hearJson(read.value, source, receivedAt, from.device);
    return 'ignored' in heard ? [] : heard.uplinks;
  } catch (error) {
    if (error instanceof LamppostError) return fail(error);
    throw error;
  }
}
