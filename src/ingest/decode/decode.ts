/**
 * From bytes to fields. What the network server decoded already is taken when it names a channel of the model; otherwise the
 * model's codec decodes the bytes in its box. A codec that fails costs this message, not the next.
 */
import type { DevicePlan } from '../../register/index.ts';
import { isObject } from '../adapters/heard.ts';
import type { Uplink } from '../uplink.ts';

/** What ingest needs of the room `register`'s codec box. `decodeUplink` of LoRa Alliance TS013. */
export interface Decoder {
  decode(
    codec: { readonly hash: string; readonly source: string },
    input: { readonly bytes: Uint8Array; readonly fPort: number; readonly recvTime: Date },
  ): Promise<{ data?: unknown; errors?: readonly string[] | undefined }>;
}

/** Fields, or why there are none: a sentence for the device's page. `silent`: the message carries no reading at all. */
export type Decoded =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly fault: string }
  | { readonly silent: string };

/** At once where nothing has to be decoded. */
export function decode(uplink: Uplink, plan: DevicePlan, decoder: Decoder): Decoded | Promise<Decoded> {
  const { fields, bytes } = uplink;
  const { codec } = plan.model;
  const hasBytes = bytes !== undefined && bytes.length > 0;
  if (fields && !(codec && hasBytes && !namesChannel(fields, plan))) return { fields };
  if (!hasBytes) return { silent: 'The message carries no payload.' };
  if (!codec) {
    return {
      fault:
        "The message is not decoded, and the device's model has no codec. Give the model one, or decode at the network server.",
    };
  }
  return runCodec(uplink, codec, bytes, decoder);
}

async function runCodec(
  { port = 0, time, receivedAt }: Uplink,
  codec: { hash: string; source: string },
  bytes: Uint8Array,
  decoder: Decoder,
): Promise<Decoded> {
  const { data, errors } = await decoder.decode(codec, { bytes, fPort: port, recvTime: time ?? receivedAt });
  if (errors && errors.length > 0)
    return {
      fault: `The codec refused the payload on port ${port}. Check the model's codec against what the device sends.`,
    };
  if (!isObject(data))
    return { fault: `The codec gave no fields for port ${port}. Check that it returns { data: { … } }.` };
  return { fields: data };
}

function namesChannel(fields: Readonly<Record<string, unknown>>, plan: DevicePlan): boolean {
  return plan.channels.some(({ field }) => Object.hasOwn(fields, field.split('.')[0]!));
}
