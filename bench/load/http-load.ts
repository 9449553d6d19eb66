/** Requests over raw sockets: next to nothing of our processor's time goes into the client. */
import { connect, type Socket } from 'node:net';
import type { Sender } from './load.ts';

export interface HttpTarget {
  readonly port: number;
  readonly path: string;
  readonly key: string;
}

/** One connection that has one request under way; `ended` hears of each answer. */
export function openHttp(
  { port, path, key }: HttpTarget,
  ended: (status: number, body: string) => void,
): Promise<Sender> {
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: `;
  return open(port, ended, ({ body }) => `${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** The same for GET: the body of a message is its path. */
export function openHttpGet(port: number, ended: (status: number, body: string) => void): Promise<Sender> {
  return open(port, ended, ({ body }) => `GET ${body} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
}

function open(
  port: number,
  ended: (status: number, body: string) => void,
  write: (message: { body: string }) => string,
): Promise<Sender> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let text = '';
    let wanted = -1; // length of the whole answer, once its head is there
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('connect', () => {
      resolve({ send: (message) => void socket.write(write(message)), close: () => socket.destroy() });
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (wanted < 0) {
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = /content-length: *(\d+)/i.exec(text.slice(0, end));
        wanted = end + 4 + Number(length?.[1] ?? 0);
      }
      if (text.length < wanted) return;
      const status = Number(text.slice(9, 12));
      const body = text.slice(text.indexOf('\r\n\r\n') + 4);
      text = '';
      wanted = -1;
      ended(status, body);
    });
  });
}
