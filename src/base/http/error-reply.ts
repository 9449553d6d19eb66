import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { changedMeanwhile, databaseAway, valueRefused } from '../base.errors.ts';
import { isDatabaseAway, isDatabaseBusy, isUniqueViolation, isValueRefused } from '../database.ts';
import { type ErrorKind, LamppostError } from '../errors.ts';
import type { Log } from '../log.ts';

/** The one place where kinds of error become HTTP statuses. */
export const STATUS_OF: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  broken: 500,
  unsupported: 501,
  unavailable: 503,
};

/** What an API answers and an error page shows. `id` is the request's, for the log. */
export interface ErrorAnswer {
  code: number;
  type: 'error';
  error: string;
  message: string;
  cure: string;
  field?: string;
  id: string;
}

/** Paths whose clients are machines: errors there are JSON whatever the Accept header says. */
const API_PATH = /^\/(v1\.\d|ingest|events|healthz|readyz|metrics|openapi\.json)(\/|\?|$)/;

/** Turns whatever was thrown into an answer. What we do not know is "broken": its text stays in the log. */
export function answerFor(error: unknown, request: Pick<FastifyRequest, 'id'>): ErrorAnswer {
  const known = asLamppostError(error);
  if (known) {
    return {
      code: STATUS_OF[known.kind],
      type: 'error',
      error: known.code,
      message: known.message,
      cure: known.cure,
      ...(known.field === undefined ? {} : { field: known.field }),
      id: request.id,
    };
  }
  const { statusCode = 500, code = 'HTTP', message } = error as FastifyError;
  if (statusCode >= 400 && statusCode < 500) {
    const validation = (error as FastifyError).validation?.[0];
    const field = validation?.instancePath.replace(/^\//, '').replaceAll('/', '.');
    const cure = 'Change the request as the message says; /docs describes every request.';
    return { code: statusCode, type: 'error', error: code, message, cure, ...(field ? { field } : {}), id: request.id };
  }
  return {
    code: 500,
    type: 'error',
    error: 'BASE_BROKEN',
    message: 'Something went wrong on our side.',
    cure: 'Try again. If it happens again, report it with the id of this answer.',
    id: request.id,
  };
}

/** Replies with JSON to machines and with a page to people; `page` makes the HTML. */
export function errorReplier(log: Log, page: (answer: ErrorAnswer, request: FastifyRequest) => string) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const answer = answerFor(error, request);
    if (answer.code >= 500 || isUnforeseen(error))
      log.error({ err: error, request: request.id, path: request.routeOptions.url }, answer.message);
    if (answer.code === 503) reply.header('retry-after', '5');
    if (answer.code === 401 && isForMachines(request)) reply.header('www-authenticate', 'Bearer');
    reply.code(answer.code).header('cache-control', 'no-store');
    if (isForMachines(request)) return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
    return reply.type('text/html; charset=utf-8').send(page(answer, request));
  };
}

export function isForMachines(request: Pick<FastifyRequest, 'url' | 'headers'>): boolean {
  return API_PATH.test(request.url) || !(request.headers.accept ?? '').includes('text/html');
}

function asLamppostError(error: unknown): LamppostError | undefined {
  if (error instanceof LamppostError) return error;
  if (isDatabaseAway(error) || isDatabaseBusy(error)) return databaseAway({ cause: error });
  if (isValueRefused(error)) return valueRefused({ cause: error });
  return isUniqueViolation(error) ? changedMeanwhile({ cause: error }) : undefined;
}

/** The database said no where the use case should have: answered as the reader's, logged as ours. */
function isUnforeseen(error: unknown): boolean {
  return isValueRefused(error) || isUniqueViolation(error);
}
