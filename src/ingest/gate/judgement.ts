import type { DevicePlan } from '../../register/index.ts';
import type { Reason } from '../receipt.ts';
import type { Uplink } from '../uplink.ts';

/** A reading that may be stored, and what to say if the store finds it too close to another. */
export interface Candidate {
  readonly field: string;
  readonly datastreamId: number;
  readonly value: number | null;
  readonly textValue: string | null;
  /** Key where the message has none: made from the value as it is stored, for the key is stored too. */
  readonly valueKey: bigint;
  readonly leastGapMs: number;
}

export interface Fault {
  readonly reason: Reason;
  /** Names the field and the cure, never the value. */
  readonly message: string;
}

/** One message after the gate: what may be stored, what was refused and why, what nobody knew. */
export interface Judgement {
  readonly uplink: Uplink;
  /** Undefined: an unknown device. */
  readonly plan: DevicePlan | undefined;
  readonly candidates: Candidate[];
  blank: number;
  simulated: number;
  refused: ReadonlyMap<Reason, number>;
  faults: readonly Fault[];
  /** Told to the sender without being a fault. */
  remarks: readonly string[];
  /** Fields that no channel names, with their type. */
  unknownFields: readonly (readonly [field: string, type: string])[];
  /** Required channels without a value, of a message that had other values. */
  missing: readonly string[];
  /** True when a live device said something: its required channels were looked for. */
  complete: boolean;
}

// One for all: most messages have none of these, and making them would be a tenth of the work.
const NONE: readonly never[] = [];
const NO_REFUSALS: ReadonlyMap<Reason, number> = new Map();

export function judge(uplink: Uplink, plan: DevicePlan | undefined): Judgement {
  return {
    uplink,
    plan,
    candidates: [],
    blank: 0,
    simulated: 0,
    refused: NO_REFUSALS,
    faults: NONE,
    remarks: NONE,
    unknownFields: NONE,
    missing: NONE,
    complete: false,
  };
}

/** Counts readings as refused and keeps the fault, each message once. */
export function refuse(judgement: Judgement, reason: Reason, message: string, count = 1): void {
  judgement.refused = new Map(judgement.refused).set(reason, (judgement.refused.get(reason) ?? 0) + count);
  if (judgement.faults.length < 50 && !judgement.faults.some((fault) => fault.message === message)) {
    judgement.faults = [...judgement.faults, { reason, message }];
  }
}
