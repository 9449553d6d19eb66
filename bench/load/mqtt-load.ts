/** MQTT 3.1.1 over raw sockets, as much of it as a publisher at QoS 1 needs (CONNECT, PUBLISH, PUBACK). */
import { connect } from 'node:net';
import type { Sender } from './load.ts';

export interface MqttTarget {
  readonly port: number;
  readonly username: string;
  readonly key: string;
}

/** One client; `ended` hears of each PUBACK with status 200, and of a refused connection with its return code. */
export function openMqtt(
  { port, username, key }: MqttTarget,
  clientId: string,
  ended: (status: number, body: string) => void,
): Promise<Sender> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let rest: Buffer = Buffer.alloc(0);
    let packetId = 0;
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once('connect', () => socket.write(connectPacket(clientId, username, key)));
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (; rest.length - at >= 4; at += 4) {
        const kind = rest[at]! >> 4;
        if (kind === 4) ended(200, '');
        else if (kind === 2 && rest[at + 3] === 0) resolve({ send, close: () => socket.destroy() });
        else reject(new Error(`the broker answered ${rest.subarray(at, at + 4).toString('hex')}`));
      }
      rest = rest.subarray(at);
    });
    socket.on('close', () => ended(0, 'the broker closed the connection'));

    function send({ device, body }: { device: string; body: string }): void {
      packetId = (packetId % 65_535) + 1;
      const topic = text(`up/${device}`);
      const id = Buffer.from([packetId >> 8, packetId & 255]);
      socket.write(packet(0x32, Buffer.concat([topic, id, Buffer.from(body)])));
    }
  });
}

function connectPacket(clientId: string, username: string, key: string): Buffer {
  const cleanWithUser = 0b1100_0010;
  const head = Buffer.concat([text('MQTT'), Buffer.from([4, cleanWithUser, 0, 0])]);
  return packet(0x10, Buffer.concat([head, text(clientId), text(username), text(key)]));
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(kind: number, rest: Buffer): Buffer {
  const length: number[] = [];
  for (let left = rest.length; ; ) {
    const digit = left % 128;
    left = Math.floor(left / 128);
    length.push(left > 0 ? digit | 128 : digit);
    if (left === 0) break;
  }
  return Buffer.concat([Buffer.from([kind, ...length]), rest]);
}
