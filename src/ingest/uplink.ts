import type { LamppostError } from '../base/index.ts';
import type { IdentifierKind } from '../register/index.ts';
import type { Source } from './sources/source.ts';

/** One message as received, after its transport adapter and before anything is known of the device. */
export interface Uplink {
  readonly source: Source;
  readonly device: { readonly kind: IdentifierKind; readonly value: string };
  /** By our clock. */
  readonly receivedAt: Date;
  /** The phenomenon time the message carries; without one the time of its (first) receipt counts. */
  readonly time?: Date | undefined;
  readonly port?: number | undefined;
  readonly bytes?: Uint8Array | undefined;
  /** Already decoded, as sent. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** The message's own key: the same key again is a resend, whatever it carries. */
  readonly key?: string | undefined;
  readonly simulated?: boolean | undefined;
  /** From a file: its times may lie anywhere, and it says nothing about the device being alive. */
  readonly imported?: boolean | undefined;
  /** Why nothing more can be read from it: it is counted as unparseable and the fault is kept. */
  readonly problem?: LamppostError | undefined;
  /** How many readings it counts for when they cannot be told apart; 1 unless given. */
  readonly weight?: number | undefined;
}
