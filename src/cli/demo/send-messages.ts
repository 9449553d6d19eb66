import type { Clock, Db } from '../../base/index.ts';
import { type Ingest, listSources, type Receipt, type Source, type Uplink } from '../../ingest/index.ts';
import { BOROUGHS } from './boroughs.ts';
import { demoPerson } from './found-world.ts';
import type { DemoMessage } from './messages.ts';
import { emailOf } from './people.ts';
import { SIMULATOR } from './world.ts';

/** Sends the demo's messages in by the door that every reading takes. */
export interface Sender {
  /** As messages that arrive now. */
  send(messages: readonly DemoMessage[]): Promise<Receipt[]>;
  /** As messages that arrived when they were sent; those from before `aliveSinceMs` say nothing of the device being alive now. */
  sendPast(messages: readonly DemoMessage[], aliveSinceMs: number): Promise<Receipt[]>;
}

const ON_THE_WAY_MS = 2_000;

export async function createSender(db: Db, ingest: Pick<Ingest, 'accept'>, clock: Clock): Promise<Sender> {
  const sources = new Map<string, Source>();
  for (const { slug } of BOROUGHS) {
    const viewer = await demoPerson(db, emailOf('project_lead', slug));
    sources.set(slug, (await listSources(db, viewer)).find((source) => source.slug === SIMULATOR)!);
  }
  const uplinkOf = (message: DemoMessage) => ({
    source: sources.get(message.borough)!,
    device: { kind: 'dev_eui' as const, value: message.identifier },
    time: message.at,
  });
  return {
    send: (messages) =>
      ingest.accept(messages.map((message) => ({ ...uplinkOf(message), receivedAt: clock.now(), ...asSent(message) }))),
    sendPast: (messages, aliveSinceMs) =>
      ingest.accept(
        messages.map((message): Uplink => {
          const receivedAt = new Date(message.at.getTime() + ON_THE_WAY_MS);
          return {
            ...uplinkOf(message),
            receivedAt,
            fields: message.fields,
            imported: message.at.getTime() < aliveSinceMs,
          };
        }),
      ),
  };
}

/** The payload where the model has a codec, so that the codec box decodes it; the fields elsewhere. */
function asSent({ payload, port, fields }: DemoMessage): Pick<Uplink, 'bytes' | 'port' | 'fields'> {
  return payload === undefined ? { fields } : { bytes: Buffer.from(payload, 'base64'), port };
}
