/**
 * The embedded MQTT broker: it only takes in. A source signs in as `<authority>/<source>` with its key and publishes JSON to
 * `up/<device>`. Aedes acknowledges before its publish handlers run, so the durable write happens in `authorizePublish`: the
 * PUBACK follows the commit, and a slow commit holds the client back. What is refused is acknowledged all the same (a client
 * would send it for ever) and stands as a fault on the device's page. Nobody may subscribe: payloads would pass by the gate.
 */
import type { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type AuthErrorCode, type AuthenticateError, type Client } from 'aedes';
import { type House, LamppostError } from '../../base/index.ts';
import { unreadable } from '../adapters/heard.ts';
import { topicWrong } from '../ingest.errors.ts';
import type { Ingest } from '../ingest.ts';
import type { SourceAddress } from '../sources/source-directory.ts';
import { deliver } from './deliver.ts';
import { hearPayload } from './hear-payload.ts';
import { limitPackets } from './packet-limit.ts';

export interface MqttLimits {
  readonly mostClients: number;
  readonly mostPacketBytes: number;
}
const LIMITS: MqttLimits = { mostClients: 20_000, mostPacketBytes: 1024 * 1024 };

const SERVER_UNAVAILABLE: AuthErrorCode.SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED: AuthErrorCode.NOT_AUTHORIZED = 5;
const TOPIC = /^up\/([^/]+)$/;

interface Session {
  readonly key: string;
  readonly address: SourceAddress;
}

export class MqttBroker {
  readonly #house: Pick<House, 'clock' | 'log' | 'settings'>;
  readonly #ingest: Ingest;
  readonly #limits: MqttLimits;
  readonly #sessions = new WeakMap<Client, Session>();
  #broker: Aedes | undefined;
  #server: Server | undefined;
  #sockets = new Set<Socket>();
  #stopping = false;

  constructor(house: Pick<House, 'clock' | 'log' | 'settings'>, ingest: Ingest, limits: Partial<MqttLimits> = {}) {
    this.#house = house;
    this.#ingest = ingest;
    this.#limits = { ...LIMITS, ...limits };
  }

  /** The port it listens on; 0 before the start. */
  get port(): number {
    const address = this.#server?.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  async start(): Promise<void> {
    const broker = await Aedes.createBroker({
      concurrency: 200,
      maxTopicLevels: 10,
      preConnect: (_client, packet, done) => {
        if (broker.connectedClients >= this.#limits.mostClients) return done(new Error('too many clients'), false);
        delete packet.will; // a last will would come in without being sent
        packet.clientId = `${packet.username ?? ''} ${packet.clientId}`; // one source cannot end another's sessions
        done(null, true);
      },
      authenticate: (client, username, password, done) => {
        this.#admit(client, username ?? '', password?.toString() ?? '').then(
          () => done(null, true),
          (error) => done(refusal(error), false),
        );
      },
      authorizePublish: (client, packet, done) => {
        packet.retain = false;
        if (!client) return done(null);
        this.#take(client, packet.topic, packet.payload).then(
          (taken) => (taken ? done(null) : client.close()),
          (error) => {
            this.#house.log.error({ err: error }, 'an MQTT message was not taken');
            client.close();
          },
        );
      },
      authorizeSubscribe: (_client, _subscription, done) => done(null, null),
      authorizeForward: () => null,
    });
    this.#broker = broker;
    const emitter: EventEmitter = broker; // its types leave the event out
    emitter.on('error', (error: Error) => this.#house.log.warn({ err: error }, 'the MQTT broker reports an error'));
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.setNoDelay(true);
      limitPackets(broker.handle(socket), this.#limits.mostPacketBytes);
    });
    this.#server.maxConnections = this.#limits.mostClients + 100; // some may still be signing in
    const { mqttPort, host } = this.#house.settings;
    await new Promise<void>((resolve, reject) => {
      this.#server!.once('error', reject).listen(mqttPort, host, resolve);
    });
  }

  /** Ends every connection; what was not acknowledged stays with its sender. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const server = this.#server;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => this.#broker!.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = undefined;
  }

  async #admit(client: Client, username: string, key: string): Promise<void> {
    const [authority = '', source = '', ...rest] = username.split('/');
    const address: SourceAddress = { authority: rest.length > 0 ? '' : authority, source, door: 'mqtt' };
    await this.#ingest.sources.openWithKey(key, address);
    this.#sessions.set(client, { key, address });
  }

  /** True after the commit; false when the sender is not to have an acknowledgement. */
  async #take(client: Client, topic: string, payload: string | Buffer): Promise<boolean> {
    const session = this.#sessions.get(client)!;
    const isWanted = () => !this.#stopping && !client.closed;
    const source = await this.#stillOpen(session, isWanted);
    if (!source) return false;
    const receivedAt = this.#house.clock.now();
    const device = TOPIC.exec(topic)?.[1];
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const uplinks =
      device === undefined
        ? [unreadable(source, receivedAt, topicWrong({ field: 'topic' }))]
        : hearPayload(bytes, source, receivedAt, { device });
    return deliver(this.#ingest, uplinks, isWanted);
  }

  /** The source, if its key still opens it: a key may be revoked and a source paused while its client stays connected. */
  async #stillOpen(session: Session, isWanted: () => boolean) {
    while (isWanted()) {
      try {
        return await this.#ingest.sources.openWithKey(session.key, session.address);
      } catch (error) {
        if (error instanceof LamppostError && error.kind !== 'unavailable') return undefined;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    return undefined;
  }
}

function refusal(error: unknown): AuthenticateError {
  const known = error instanceof LamppostError && error.kind !== 'unavailable';
  const returnCode = known ? NOT_AUTHORIZED : SERVER_UNAVAILABLE;
  return Object.assign(new Error(known ? 'not authorised' : 'try again later'), { returnCode });
}
