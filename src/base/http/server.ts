/**
 * The HTTP server: Fastify with our ids, limits, errors and a query parser that keeps SensorThings options as sent.
 * Rooms at run time are Fastify plugins; main/compose.ts registers them.
 */
import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { defineError } from '../errors.ts';
import type { Log } from '../log.ts';
import { drainConnections } from './drain-connections.ts';
import { type ErrorAnswer, errorReplier } from './error-reply.ts';
import { requireReadableAddress } from './readable-request.ts';

const pageUnknown = defineError(
  'BASE_PAGE_UNKNOWN',
  'not_found',
  'There is nothing at {path}.',
  'Check the address, or start from the home page.',
);

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** Makes a server that listens nowhere yet. `page` renders an error for people. */
export function createServer(
  log: Log,
  page: (answer: ErrorAnswer, request: FastifyRequest) => string,
): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID().slice(0, 13),
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    trustProxy: 'loopback',
    ajv: { customOptions: { allErrors: false, coerceTypes: 'array', removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // hooks of every request call back: a promise each would be a good part of what taking in one message costs
  app.addHook('preValidation', (request, _response, done) => {
    requireReadableAddress(request);
    done();
  });
  drainConnections(app);
  const reply = errorReplier(log, page);
  app.setErrorHandler(reply);
  app.setNotFoundHandler((request, response) =>
    reply(pageUnknown({ path: request.url.split('?')[0] }), request, response),
  );
  return app as unknown as FastifyInstance;
}
