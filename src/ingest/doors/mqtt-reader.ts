/**
 * Reads from an outside broker for the sources with the door `mqtt-client`: shared subscriptions, so that several processes share
 * the work, sessions that the broker keeps, and a PUBACK only after the commit. A connection takes one message at a time, so
 * each source has several.
 */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import type { House } from '../../base/index.ts';
import type { Ingest } from '../ingest.ts';
import { listBrokerSources } from '../sources/source.store.ts';
import type { Source } from '../sources/source.ts';
import { deliver } from './deliver.ts';
import { hearPayload } from './hear-payload.ts';

export const GROUP = 'lamppost';
const CONNECTIONS = 8;

export class MqttReader {
  readonly #house: Pick<House, 'clock' | 'log' | 'settings' | 'db'>;
  readonly #ingest: Ingest;
  readonly #connections: number;
  #clients: MqttClient[] = [];
  #unwatch: (() => void) | undefined;
  #changing: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(house: Pick<House, 'clock' | 'log' | 'settings' | 'db'>, ingest: Ingest, connections = CONNECTIONS) {
    this.#house = house;
    this.#ingest = ingest;
    this.#connections = connections;
  }

  /** Connects for every source that is not paused, and again whenever a source changes. A broker that is away is waited for. */
  start(): void {
    this.#unwatch = this.#ingest.sources.onChange(() => this.#again());
    this.#again();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#unwatch?.();
    await this.#changing;
    await this.#disconnect();
  }

  /** How many connections it holds or is making. */
  get connections(): number {
    return this.#clients.length;
  }

  /** Undefined when every connection stands. */
  problem(): string | undefined {
    return this.#clients.every((client) => client.connected) ? undefined : 'The outside MQTT broker does not answer.';
  }

  #again(): void {
    this.#changing = this.#changing
      .then(() => this.#connectAll())
      .catch((error) => this.#house.log.warn({ err: error }, 'the outside MQTT broker cannot be read'));
  }

  async #connectAll(): Promise<void> {
    await this.#disconnect();
    if (this.#stopping) return;
    const sources = await listBrokerSources(this.#house.db);
    for (const source of sources) {
      if (source.pausedAt) continue;
      for (let nth = 0; nth < this.#connections; nth++) this.#clients.push(this.#connect(source, nth));
    }
  }

  #connect(source: Source, nth: number): MqttClient {
    const { settings, log } = this.#house;
    const place = createHash('sha256')
      .update(`${hostname()} ${settings.data} ${settings.port}`)
      .digest('hex')
      .slice(0, 10);
    const client = connect(settings.mqttBroker!, {
      clientId: `lamppost-${place}-${source.id}-${nth}`,
      clean: false,
      protocolVersion: 4,
      resubscribe: true,
      reconnectPeriod: 2000,
    });
    client.handleMessage = (packet, done) => {
      this.#take(client, source, packet).then(
        (taken) => {
          if (taken) done();
          else client.stream.destroy(); // no acknowledgement: the broker gives it out again
        },
        (error) => {
          log.error({ err: error, source: source.id }, 'a message of the outside broker was not taken');
          client.stream.destroy();
        },
      );
    };
    client.on('error', (error) =>
      log.warn({ err: error, source: source.id }, 'the outside MQTT broker reports an error'),
    );
    client.subscribe(`$share/${GROUP}/${source.settings.topic}`, { qos: 1 }, (error, granted) => {
      if (error || granted?.some(({ qos }) => qos === 128)) {
        log.error({ err: error, source: source.id }, 'the outside MQTT broker refuses the subscription');
      }
    });
    return client;
  }

  #take(client: MqttClient, source: Source, { topic, payload }: IPublishPacket): Promise<boolean> {
    const receivedAt = this.#house.clock.now();
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const from = { device: deviceIn(topic, source.settings.topic!), event: topic.split('/').at(-1) };
    const uplinks = hearPayload(bytes, source, receivedAt, from);
    return deliver(this.#ingest, uplinks, () => !this.#stopping && !client.disconnecting);
  }

  async #disconnect(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.endAsync(true)));
  }
}

/** What the filter's last `+` stands for in the topic; messages that name their device themselves need none. */
export function deviceIn(topic: string, filter: string): string | undefined {
  const place = filter.split('/').lastIndexOf('+');
  return place < 0 ? undefined : topic.split('/')[place];
}
