/**
 * What stays open when the server is to stop. Node closes connections that wait between two requests; a browser also keeps
 * some that never carried one, to be quick later, and a download may go on for an hour. The first are closed at once, what
 * is still open after five seconds is cut off: what was taken in by then has been acknowledged, the rest is sent again.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const GRACE_MS = 5000;

export function drainConnections(app: Pick<FastifyInstance, 'server' | 'addHook'>): void {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', (request) => unused.delete(request.socket));
  app.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), GRACE_MS).unref();
    done();
  });
}
