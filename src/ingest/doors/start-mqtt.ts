import type { House } from '../../base/index.ts';
import type { Ingest } from '../ingest.ts';
import { MqttBroker, type MqttLimits } from './mqtt-broker.ts';
import { MqttReader } from './mqtt-reader.ts';

export interface MqttDoors {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What keeps messages from coming in, in a sentence. */
  problem(): string | undefined;
  /** The port of the embedded broker; 0 while it does not listen. */
  readonly port: number;
}

/** The doors over MQTT: the embedded broker, and the reader of an outside one where LAMPPOST_MQTT_BROKER names it. Started by `start`. */
export function startMqttBroker(
  house: Pick<House, 'clock' | 'log' | 'settings' | 'db'>,
  ingest: Ingest,
  limits: Partial<MqttLimits> = {},
): MqttDoors {
  const broker = new MqttBroker(house, ingest, limits);
  const reader = house.settings.mqttBroker ? new MqttReader(house, ingest) : undefined;
  return {
    async start() {
      await broker.start();
      reader?.start();
    },
    async stop() {
      await reader?.stop();
      await broker.stop();
    },
    problem: () => (broker.port === 0 ? 'The MQTT broker does not listen.' : reader?.problem()),
    get port() {
      return broker.port;
    },
  };
}
