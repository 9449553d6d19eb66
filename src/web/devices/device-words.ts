/** How these pages say what the room `register` stores as codes. */
import type { DeviceState, IdentifierKind, PlaceKind } from '../../register/index.ts';

export const STATES: readonly DeviceState[] = ['live', 'silent', 'faulty', 'maintenance', 'planned', 'retired'];

export const STATE_WORDS: Record<DeviceState, { word: string; means: string }> = {
  live: { word: 'Live', means: 'It stands. What it sends is stored as the declaration allows.' },
  silent: { word: 'Silent', means: 'Nothing was heard of it for too long. The next message makes it live again.' },
  faulty: { word: 'Faulty', means: 'Something is wrong with it. Its readings are still stored.' },
  maintenance: { word: 'Maintenance', means: 'Somebody works on it. Its readings are still stored.' },
  planned: { word: 'Planned', means: 'It is registered, not yet in use. Its readings are refused.' },
  retired: { word: 'Retired', means: 'It is gone for good. Its readings are refused; its history stays.' },
};

export const IDENTIFIER_WORDS: Record<IdentifierKind, { word: string; hint: string }> = {
  dev_eui: { word: 'DevEUI', hint: 'LoRaWAN: 16 hex digits, on the label and at the network server.' },
  serial: { word: 'Serial number', hint: 'As the supplier’s system sends it.' },
  mqtt_client: { word: 'MQTT name', hint: 'The end of the topic it publishes to.' },
  site_code: { word: 'Site code', hint: 'The code of a monitoring site in files and feeds.' },
};

export const PLACE_WORDS: Record<PlaceKind, string> = {
  street: 'Street',
  school: 'School',
  river: 'River or stream',
  park: 'Park',
  building: 'Building',
  car_park: 'Car park',
  dwelling: 'Home',
};

export const MODEL_STATES = ['active', 'draft', 'refused'] as const;

export const MODEL_STATE_WORDS = {
  active: { word: 'Active', kind: 'good', means: 'Devices can be of this model.' },
  draft: { word: 'Draft', kind: 'quiet', means: 'Not tested yet: no device can be of it.' },
  refused: { word: 'Refused', kind: 'bad', means: 'Its test vectors failed: no device can be of it.' },
} as const;
