/** What a supplier is told so that messages arrive. Pure. */
import type { Source } from '../../../ingest/index.ts';

export interface SupplierFact {
  readonly name: string;
  readonly text: string;
  readonly note?: string;
}

interface Reached {
  readonly publicUrl: string;
  readonly mqttPort: number;
}

/** Where and how to send, fact by fact; nothing of it is secret. */
export function supplierFacts(source: Source, { publicUrl, mqttPort }: Reached): SupplierFact[] {
  const { door, authoritySlug, slug, settings } = source;
  const url = `${publicUrl}/ingest/${door}/${authoritySlug}/${slug}`;
  const header = { name: 'Header', text: 'Authorization: Bearer <the key>', note: 'Or X-Lamppost-Key: <the key>' };
  switch (door) {
    case 'tts':
      return [
        { name: 'Webhook format', text: 'JSON' },
        { name: 'Base URL', text: url, note: 'Enable “Uplink message” and leave its path empty.' },
        header,
      ];
    case 'chirpstack':
      return [
        { name: 'Encoding', text: 'JSON' },
        { name: 'Event endpoint URL', text: url, note: 'ChirpStack adds ?event=up and so on by itself.' },
        header,
      ];
    case 'json':
      return [{ name: 'Address', text: url, note: 'POST one reading, or up to 10,000 as an array.' }, header];
    case 'mqtt':
      return [
        { name: 'Host', text: new URL(publicUrl).hostname },
        { name: 'Port', text: String(mqttPort) },
        { name: 'Username', text: `${authoritySlug}/${slug}` },
        { name: 'Password', text: 'The key' },
        {
          name: 'Topic',
          text: 'up/<identifier of the device>',
          note: 'With QoS 1: it is acknowledged when it is stored.',
        },
      ];
    case 'mqtt-client':
      return [
        { name: 'Topic', text: settings.topic ?? '', note: 'Read from the broker that LAMPPOST_MQTT_BROKER names.' },
      ];
    case 'csv':
      return [
        {
          name: 'Command',
          text: `./lamppost import --source ${authoritySlug}/${slug} --mapping MAPPING.yaml FILE.csv`,
          note: 'On the machine Lamppost runs on. examples/mappings says which column is what in files that are known.',
        },
      ];
  }
}
