import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { silentLog } from '../log.ts';
import { createServer } from './server.ts';

test('a connection that never asked for anything does not keep the server from stopping', async () => {
  const app = createServer(silentLog, () => '');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  await new Promise((resolve) => setTimeout(resolve, 50));

  const began = performance.now();
  await app.close();
  await closed;
  assert.ok(performance.now() - began < 2000, `stopped after ${Math.round(performance.now() - began)} ms`);
});

test('an answer that does not end is cut off some seconds after the server is told to stop', async () => {
  const app = createServer(silentLog, () => '');
  app.get('/endless', (_request, reply) => void reply.hijack().raw.writeHead(200).write('on and'));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.write('GET /endless HTTP/1.1\r\nHost: lamppost\r\n\r\n');
  await once(socket, 'data');

  const began = performance.now();
  await app.close();
  await closed;
  const took = performance.now() - began;
  assert.ok(took > 3000 && took < 8000, `stopped after ${Math.round(took)} ms`);
});
