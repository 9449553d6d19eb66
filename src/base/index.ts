export { type RawBuilder, type SqlBool, sql } from 'kysely';
export {
  announce,
  announceQuietly,
  type Batch,
  createDispatcher,
  type Dispatcher,
  forgetOldBatches,
} from './batches.ts';
export { isDay } from './calendar-day.ts';
export { aClockAt, type Clock, systemClock } from './clock.ts';
export { loadSettings, SETTINGS, type Settings } from './config.ts';
export { type Database, type Db, isDatabaseAway, isUniqueViolation, openDatabase, type Tx } from './database.ts';
export { attachEmbeddedPostgres } from './embedded-postgres/attach-embedded-postgres.ts';
export { holdDataFolder } from './embedded-postgres/data-lock.ts';
export { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
export { isEncrypted } from './encrypted-address.ts';
export { defineError, type ErrorDefinition, type ErrorKind, errorCatalogue, LamppostError } from './errors.ts';
export type { House } from './house.ts';
export { answerFor, type ErrorAnswer, isForMachines, STATUS_OF } from './http/error-reply.ts';
export { requireForm } from './http/readable-request.ts';
export { createServer } from './http/server.ts';
export { createJobs, type Jobs } from './jobs.ts';
export { createLog, type Log, silentLog } from './log.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { listMigrations, migrate } from './migrate.ts';
export { nearestOf } from './nearest.ts';
export { FLOORS, ROOMS, type Room } from './rooms.ts';
export {
  addressForLinks,
  addressServed,
  findServedAddress,
  rememberServedAddress,
} from './served-address.store.ts';
export { createSecretBox, hashToken, newToken, type SecretBox } from './tokens.ts';
export { type ConversionOptions, isConvertible, parseUnit, type Unit, unitConverter } from './units.ts';
export { VERSION } from './version.ts';
