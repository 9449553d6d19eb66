/**
 * Says on every request who is asking: `request.viewer` and, for people who signed in, `request.session`. Reads a key
 * (`Authorization: Bearer lpk_…` or `X-Lamppost-Key`) before the cookie, refuses forged forms, and reads form bodies.
 * Call it on the root before any routes: `identityPlugin(app, house)`, or `app.register(identityPlugin, { house })`.
 */
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../base/index.ts';
import { keyRefused } from '../identity.errors.ts';
import type { OpenSession } from '../sessions.store.ts';
import { viewerFromSession } from '../sessions.store.ts';
import { PUBLIC, type Viewer } from '../viewer.ts';
import { viewerFromKey } from '../viewer-from-key.ts';
import { requireOwnForm } from './form-origin.ts';
import { keyIn } from './key-header.ts';
import { sessionCookie } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer;
    session: OpenSession | null;
  }
}

const FORM = 'application/x-www-form-urlencoded';
const SEEN = Symbol('viewer');
interface Seen extends FastifyRequest {
  [SEEN]: Viewer | null;
}
const ROOT = Symbol.for('skip-override'); // fastify: hooks and decorations reach every route

/** See the top of the file. */
export function identityPlugin(app: FastifyInstance, given: IdentityHouse | { house: IdentityHouse }): void {
  const { db, clock, settings } = 'house' in given ? given.house : given;
  const cookie = sessionCookie(settings.publicUrl);
  app.decorateRequest('session', null);
  app.decorateRequest(SEEN, null);
  app.decorateRequest('viewer', {
    getter() {
      return (this as Seen)[SEEN] ?? PUBLIC; // anyone is public until found otherwise, on error pages too
    },
    setter(viewer: Viewer) {
      (this as Seen)[SEEN] = viewer;
    },
  });

  app.addHook('onRequest', (request, reply, done) => {
    const key = keyIn(request);
    if (key === undefined) {
      readSession(request, reply).then(() => done(), done);
      return;
    }
    const viewer = viewerFromKey(db, key, clock);
    const admit = (found: Viewer | undefined) => {
      if (found) request.viewer = found;
      done(found ? undefined : keyRefused());
    };
    if (viewer instanceof Promise) viewer.then(admit, done);
    else admit(viewer); // each message of a source comes this way
  });

  async function readSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = cookie.read(request);
    if (token === undefined || request.url.startsWith('/assets/')) return;
    const found = await viewerFromSession(db, token, clock);
    if (!found) return cookie.clear(reply);
    request.viewer = found.viewer;
    request.session = found.session;
    reply.header('cache-control', 'no-store'); // pages made for one person stay out of shared caches
  }

  app.addHook('preHandler', (request, _reply, done) => {
    requireOwnForm(request);
    done();
  });

  if (!app.hasContentTypeParser(FORM)) app.register(formbody);
}

Object.assign(identityPlugin, { [ROOT]: true });

export type IdentityHouse = Pick<House, 'db' | 'clock' | 'settings'>;
