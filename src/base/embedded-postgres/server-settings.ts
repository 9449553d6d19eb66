// Given on the command line at each start, so that a cluster made by an older Lamppost runs with today's settings.

/** Settings for the load of one Lamppost on a small machine; overrides win. */
export function serverSettings(overrides: Record<string, string>): Record<string, string> {
  return { ...REACH, ...DURABILITY, ...LOAD, ...LOGGING, ...overrides };
}

/** Loopback and nothing else: no socket file that another user of the machine could find. */
const REACH = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  superuser_reserved_connections: '0',
};

/** A reading is acknowledged once its commit is on disk. */
const DURABILITY = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

const LOAD = {
  shared_buffers: '256MB',
  huge_pages: 'try',
  // Docker gives /dev/shm 64 MB, which one parallel query can fill; this much is taken from shared_buffers' kind of memory.
  min_dynamic_shared_memory: '32MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  jit: 'off',
  autovacuum: 'on',
  timezone: 'UTC',
};

/**
 * A week of small files. `log` as the lowest level leaves out statements' errors, which quote values; terse leaves out
 * details, which quote keys; parameters and statements are never written.
 */
const LOGGING = {
  logging_collector: 'on',
  log_directory: '../log',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  lc_messages: 'C',
};

/** The same as arguments of `postgres`. */
export function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
