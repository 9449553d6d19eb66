/**
 * Structured logs, one JSON line an event on standard output (standard error for the command line). Logs carry ids,
 * counts and durations; never values of readings, payloads, passwords, keys or tokens.
 */
import { pino } from 'pino';

export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export function createLog(level = 'info', destination: 1 | 2 = 1): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['password', 'token', 'key', 'secret', 'url', '*.password', '*.token', '*.secret'],
    },
    pino.destination({ dest: destination, sync: true }),
  );
}

/** A log that says nothing; for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
