/** MQTT packets by hand, so that they can be wrong. */
import { connect, type Socket } from 'node:net';

export function connectPacket(username: string, password: string, clientId = 'fuzz'): Buffer {
  const body = Buffer.concat([
    text('MQTT'),
    Buffer.from([4, 0b1100_0010, 0, 30]),
    text(clientId),
    text(username),
    text(password),
  ]);
  return packet(0x10, body);
}

export function publishPacket(topic: string, payload: Uint8Array, packetId: number): Buffer {
  return packet(0x32, Buffer.concat([text(topic), Buffer.from([packetId >> 8, packetId & 255]), payload]));
}

export function subscribePacket(filter: string, packetId: number): Buffer {
  return packet(0x82, Buffer.concat([Buffer.from([packetId >> 8, packetId & 255]), text(filter), Buffer.from([1])]));
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(kind: number, rest: Uint8Array): Buffer {
  const length: number[] = [];
  let left = rest.length;
  do {
    length.push((left % 128) | (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from([kind, ...length]), rest]);
}

/** A socket that hands back what the broker sends, until it falls silent or closes. */
export class RawClient {
  readonly #socket: Socket;
  #got: Buffer = Buffer.alloc(0);
  #woken: () => void = () => {};
  isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#got = Buffer.concat([this.#got, chunk]);
      this.#woken();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
      this.#woken();
    });
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return client;
  }

  write(bytes: Uint8Array): void {
    if (!this.isClosed) this.#socket.write(bytes);
  }

  /** What came once `bytes` of it are there, the broker closed, or the patience ended. */
  async read(bytes: number, patienceMs: number): Promise<Buffer> {
    const end = performance.now() + patienceMs;
    while (this.#got.length < bytes && !this.isClosed && performance.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, end - performance.now()));
        this.#woken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const got = this.#got;
    this.#got = Buffer.alloc(0);
    return got;
  }

  close(): void {
    this.#socket.destroy();
  }
}
