import { defineError } from '../../base/index.ts';

export const codecBoxStopped = defineError(
  'REG_CODEC_BOX_STOPPED',
  'unavailable',
  'The codec workers are not running, so the message was not decoded.',
  'Send it again in a minute; if it stays so, look in the log for why the workers ended.',
);
export const codecVectorsUnreadable = defineError(
  'REG_CODEC_VECTORS_UNREADABLE',
  'invalid',
  'The examples cannot be read: {why}.',
  'Mend {field}; the file should look like the codec files of the LoRaWAN device repository.',
);
