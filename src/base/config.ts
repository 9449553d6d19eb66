/**
 * Settings: environment variables parsed once at start. Unknown LAMPPOST_* names are refused with a suggestion, wrong
 * values with the reason. `./lamppost config` prints this table with secrets masked; docs/settings.md is made from it.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { settingInvalid, settingUnknown } from './base.errors.ts';

export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly mqttPort: number;
  /** A PostgreSQL of your own; the embedded one is used when it is absent. */
  readonly databaseUrl: string | undefined;
  /** The address people and signs use, without a trailing slash. */
  readonly publicUrl: string;
  /** What says so: its own setting, a port or host that was set, or nothing. */
  readonly publicUrlFrom: 'setting' | 'port' | 'default';
  readonly logLevel: string;
  readonly mapStyle: string | undefined;
  readonly mqttBroker: string | undefined;
  /** A CSV file of DTPR elements to name technologies and purposes by. */
  readonly dtprTaxonomy: string | undefined;
}

interface SettingDefinition {
  readonly env: string;
  readonly doc: string;
  readonly default: string | undefined;
  readonly secret?: true;
  /** Says why a value is refused, or undefined when it is fine. */
  readonly check: (value: string) => string | undefined;
}

const port = (value: string) =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? undefined : 'it must be a port from 0 to 65535';
const webAddress =
  (...protocols: string[]) =>
  (value: string) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol)
      ? undefined
      : `it must start with ${protocols.join('// or ')}//`;

/** Every setting there is, in the order the documentation shows them. */
export const SETTINGS = {
  port: { env: 'LAMPPOST_PORT', doc: 'Port for pages and APIs; 0 takes a free one.', default: '8080', check: port },
  host: {
    env: 'LAMPPOST_HOST',
    doc: 'Address to listen on. 0.0.0.0 makes it reachable from other machines: put a TLS proxy in front.',
    default: '127.0.0.1',
    check: (value) => (isIP(value) || value === 'localhost' ? undefined : 'it must be an IP address or localhost'),
  },
  data: {
    env: 'LAMPPOST_DATA',
    doc: 'Folder for everything that is kept: the embedded database, its password, the key that seals secrets.',
    default: './data',
    check: (value) => (value.length > 0 ? undefined : 'it must name a folder'),
  },
  mqttPort: {
    env: 'LAMPPOST_MQTT_PORT',
    doc: 'Port of the embedded MQTT broker; 0 takes a free one.',
    default: '1883',
    check: port,
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    doc: 'PostgreSQL 15 or later to use instead of the embedded one.',
    default: undefined,
    secret: true,
    check: webAddress('postgres:', 'postgresql:'),
  },
  publicUrl: {
    env: 'LAMPPOST_PUBLIC_URL',
    doc: 'The address people, signs and API links use, if it differs from host and port.',
    default: undefined,
    check: webAddress('http:', 'https:'),
  },
  logLevel: {
    env: 'LAMPPOST_LOG',
    doc: 'How much to log: debug, info, warn, error or silent.',
    default: 'info',
    check: (value) =>
      /^(debug|info|warn|error|silent)$/.test(value) ? undefined : 'it must be debug, info, warn, error or silent',
  },
  mapStyle: {
    env: 'LAMPPOST_MAP_STYLE',
    doc: 'Address of a MapLibre style for the base map. Without it maps show points, scale and north.',
    default: undefined,
    check: webAddress('http:', 'https:'),
  },
  mqttBroker: {
    env: 'LAMPPOST_MQTT_BROKER',
    doc: 'An outside MQTT broker to read from, as mqtt://user:password@host:port; sources say which topics.',
    default: undefined,
    secret: true,
    check: webAddress('mqtt:', 'mqtts:'),
  },
  dtprTaxonomy: {
    env: 'LAMPPOST_DTPR_TAXONOMY',
    doc: 'A CSV file (category, id, name, symbol) of DTPR device elements for signs; the shipped English list without it.',
    default: undefined,
    check: (value) => (value.endsWith('.csv') ? undefined : 'it must name a .csv file'),
  },
} as const satisfies Record<string, SettingDefinition>;

/** Parses the environment; throws BASE_SETTING_UNKNOWN or BASE_SETTING_INVALID naming the variable. */
export function loadSettings(env: NodeJS.ProcessEnv): Settings {
  const known = Object.values(SETTINGS).map((setting) => setting.env as string);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('LAMPPOST_') || name.startsWith('LAMPPOST_TEST_') || known.includes(name)) continue;
    throw settingUnknown({ field: name, suggestion: nearest(name, known) });
  }
  const read = (setting: SettingDefinition): string | undefined => {
    const value = env[setting.env] === '' ? setting.default : (env[setting.env] ?? setting.default);
    const why = value === undefined ? undefined : setting.check(value);
    if (why) throw settingInvalid({ field: setting.env, value: setting.secret ? '(hidden)' : value, why });
    return value;
  };
  const isSet = (...settings: SettingDefinition[]) => settings.some((setting) => env[setting.env]);
  const portNumber = Number(read(SETTINGS.port));
  const host = read(SETTINGS.host)!;
  return Object.freeze({
    port: portNumber,
    host,
    data: resolve(read(SETTINGS.data)!),
    mqttPort: Number(read(SETTINGS.mqttPort)),
    databaseUrl: read(SETTINGS.databaseUrl),
    publicUrl: (read(SETTINGS.publicUrl) ?? `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${portNumber}`).replace(
      /\/+$/,
      '',
    ),
    publicUrlFrom: isSet(SETTINGS.publicUrl) ? 'setting' : isSet(SETTINGS.port, SETTINGS.host) ? 'port' : 'default',
    logLevel: read(SETTINGS.logLevel)!,
    mapStyle: read(SETTINGS.mapStyle),
    mqttBroker: read(SETTINGS.mqttBroker),
    dtprTaxonomy: read(SETTINGS.dtprTaxonomy),
  });
}

function nearest(name: string, known: readonly string[]): string {
  return [...known].sort((a, b) => distance(name, a) - distance(name, b))[0]!;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
