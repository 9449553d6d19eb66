import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import {
  beginDirectorySignIn,
  directoryCookie,
  finishDirectorySignIn,
  nextPath,
  sessionCookie,
} from '../../../identity/index.ts';
import { queryText } from '../account-page.ts';

type Refuse = (request: FastifyRequest, reply: FastifyReply, error: LamppostError) => Promise<unknown>;

/** There and back through an authority's directory. What goes wrong is said on the sign-in page by `refuse`. */
export function directoryPages(app: FastifyInstance, house: House, refuse: Refuse): void {
  const session = sessionCookie(house.settings.publicUrl);
  const underway = directoryCookie(house.settings.publicUrl);

  app.get('/sign-in/directory/:authority', async (request, reply) => {
    const { authority } = request.params as { authority: string };
    try {
      const next = nextPath(queryText(request, 'next'));
      const { url, state } = await beginDirectorySignIn(house, authority, next);
      underway.set(reply, state);
      return reply.header('cache-control', 'no-store').redirect(url, 303);
    } catch (error) {
      if (!(error instanceof LamppostError) || error.kind === 'not_found') throw error;
      return refuse(request, reply, error);
    }
  });

  app.get('/sign-in/directory/callback', async (request, reply) => {
    const url = new URL(`${house.settings.publicUrl}${request.url}`);
    const back = { url, state: underway.read(request), userAgent: request.headers['user-agent'] };
    underway.clear(reply);
    try {
      const { token, nextPath: path } = await finishDirectorySignIn(house, back);
      session.set(reply, token);
      return reply.header('cache-control', 'no-store').redirect(path, 303);
    } catch (error) {
      if (!(error instanceof LamppostError)) throw error;
      return refuse(request, reply, error);
    }
  });
}
