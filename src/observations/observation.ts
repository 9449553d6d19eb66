/** A reading that the gate admitted, on its way to the store. */
export interface NewObservation {
  readonly datastreamId: number;
  readonly authorityId: number;
  readonly phenomenonTime: Date;
  /** Measurement, count or truth (0 or 1), in the property's canonical unit. */
  readonly value: number | null;
  /** Category. */
  readonly textValue: string | null;
  /** What tells a resend from another value for the same time: see keys in the room `ingest`. */
  readonly key: bigint;
  readonly receivedAt: Date;
  /** Refused as `too-close` when an observation at another time is nearer than this; 0 or absent: no limit. */
  readonly leastGapMs?: number;
}

/**
 * What became of a reading. `beside` is stored too: another value stood for the same second, and both are kept. `crowded`: 256
 * values already stand in that second.
 */
export type Fate = 'stored' | 'beside' | 'duplicate' | 'too-close' | 'crowded';

/** An observation as it is read. `id` is a 64-bit integer as text: it passes 2^53, so never through a JavaScript number. */
export interface Observation {
  readonly id: string;
  readonly datastreamId: number;
  readonly phenomenonTime: Date;
  readonly sequence: number;
  readonly value: number | null;
  readonly textValue: string | null;
  readonly receivedAt: Date;
}
