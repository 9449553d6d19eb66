/** How these pages say what the room `ingest` stores as codes. */
import type { Door } from '../../ingest/index.ts';

export const DOOR_WORDS: Record<Door, { word: string; hint: string; hasKey: boolean }> = {
  tts: {
    word: 'The Things Stack',
    hint: 'LoRaWAN network server (version 3): a custom webhook sends here.',
    hasKey: true,
  },
  chirpstack: {
    word: 'ChirpStack',
    hint: 'LoRaWAN network server (version 4): its HTTP integration sends here.',
    hasKey: true,
  },
  json: { word: 'JSON over HTTP', hint: 'A supplier’s system or a script posts readings as plain JSON.', hasKey: true },
  mqtt: { word: 'MQTT', hint: 'Devices or gateways publish JSON to the broker of this Lamppost.', hasKey: true },
  'mqtt-client': {
    word: 'Outside MQTT broker',
    hint: 'Lamppost reads a topic of the broker that its settings name.',
    hasKey: false,
  },
  csv: { word: 'Files', hint: 'CSV or JSON files are imported with ./lamppost import and a mapping.', hasKey: false },
};

export const FORMAT_WORDS = {
  json: 'Plain JSON',
  tts: 'The Things Stack',
  chirpstack: 'ChirpStack',
} as const;
