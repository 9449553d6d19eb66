/** HTTP as nobody would write it, over a raw socket. */
import { connect } from 'node:net';

/** Sends the bytes and hands back what came before the server closed or fell silent. */
export function sendRaw(port: number, bytes: Uint8Array, patienceMs = 300): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    let timer = setTimeout(end, patienceMs);
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: string) => {
      answer += chunk;
      clearTimeout(timer);
      timer = setTimeout(end, 50);
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}
