/**
 * From bytes to fields. What the network server decoded already is taken when it names a channel of the model; otherwise the
 * model's codec decodes the bytes in its box. A codec that fails costs this message, not the next.
 */
import type { DevicePlan } from '../../register/index.ts';
import type { Uplink } from '../uplink.ts';

/** What ingest needs of the room `register`'s codec box: it never rejects for what a codec does. */
export interface Decoder {
  decode(
    codec: { readonly hash: string; readonly source: string },
    input: { readonly bytes: Uint8Array; readonly fPort: number; readonly recvTime: Date },
  ): Promise<
    { readonly ok: true; readonly data: Record<string, unknown> } | { readonly ok: false; readonly reason: string }
  >;
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
  const result = await decoder.decode(codec, { bytes, fPort: port, recvTime: time ?? receivedAt });
  if (result.ok) return { fields: result.data };
  const why = FAILURES[result.reason] ?? 'failed on';
  return {
    fault: `The codec ${why} a payload of port ${port}. Run the model's test vectors, and add this device's payload to them.`,
  };
}

const FAILURES: Record<string, string> = {
  errors: 'reported errors for',
  deadline: 'took too long over',
  memory: 'needed too much memory for',
  'too-big': 'gave too large a result for',
  'not-an-object': 'gave no fields for',
};

function namesChannel(fields: Readonly<Record<string, unknown>>, plan: DevicePlan): boolean {
  return plan.channels.some(({ field }) => Object.hasOwn(fields, field.split('.')[0]!));
}
