import type { IdentifierKind } from '../../register/index.ts';

export const DOORS = ['tts', 'chirpstack', 'json', 'mqtt', 'mqtt-client', 'csv'] as const;
export type Door = (typeof DOORS)[number];

/** What comes in by each door, in words that follow "takes". */
export const TAKES: Readonly<Record<Door, string>> = {
  tts: 'messages of The Things Stack',
  chirpstack: 'messages of ChirpStack',
  json: 'JSON over HTTP',
  mqtt: 'JSON over MQTT',
  'mqtt-client': 'messages of an outside MQTT broker',
  csv: 'files of readings',
};

/** Extra settings of a source; only `mqtt-client` has any. */
export interface SourceSettings {
  /** Topic filter on the outside broker, e.g. sensors/+/up. */
  readonly topic?: string;
  /** What its messages look like: our JSON unless told. */
  readonly format?: 'json' | 'tts' | 'chirpstack';
}

/** Where messages come from: one door of one authority, with a key of its own. */
export interface Source {
  readonly id: number;
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly slug: string;
  readonly name: string;
  readonly door: Door;
  /** Which identifier of a device its messages carry. */
  readonly identifierKind: IdentifierKind;
  readonly settings: SourceSettings;
  readonly credentialId: number | null;
  readonly createdAt: Date;
  readonly pausedAt: Date | null;
}
