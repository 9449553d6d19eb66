/** The steps before the commit: find the device, decode, normalise, gate. One path for every door. */
import { type Clock, LamppostError, type Log } from '../../base/index.ts';
import type { DevicePlan } from '../../register/index.ts';
import { type Decoder, decode } from '../decode/decode.ts';
import type { DryRuns } from '../dry-runs.ts';
import { type Judgement, judge, refuse } from '../gate/judgement.ts';
import { judgeUnread, passGate } from '../gate/pass-gate.ts';
import type { Plans } from '../plans.ts';
import type { Uplink } from '../uplink.ts';

export interface Workbench {
  readonly plans: Plans;
  readonly decoder: Decoder;
  readonly clock: Clock;
  readonly log: Log;
  /** Versions of declarations that are tried on what devices send. */
  readonly dryRuns?: DryRuns;
}

/** Judges one message; without a promise where the plan is known and nothing has to be decoded. */
export function prepare(uplink: Uplink, bench: Workbench): Judgement | Promise<Judgement> {
  const { kind, value } = uplink.device;
  if (value === '') return judgeUnread(uplink, undefined)!;
  const plan = bench.plans.find(uplink.source.authorityId, kind, value);
  return plan instanceof Promise
    ? plan.then(
        (loaded) => judgeKnown(uplink, loaded, bench),
        (error) => judgeWithoutPlan(uplink, error, bench),
      )
    : judgeKnown(uplink, plan, bench);
}

/** A database that is away is the sender's cue to try again; a register that makes no sense is not. */
function judgeWithoutPlan(uplink: Uplink, error: unknown, { log }: Workbench): Judgement {
  if (!(error instanceof LamppostError)) throw error;
  log.error({ err: error, source: uplink.source.id }, 'the plan of a device cannot be made');
  const judgement = judge(uplink, undefined);
  refuse(
    judgement,
    'unparseable',
    `The device's model cannot be used: ${error.message} ${error.cure}`,
    uplink.weight ?? 1,
  );
  return judgement;
}

function judgeKnown(uplink: Uplink, plan: DevicePlan | undefined, bench: Workbench): Judgement | Promise<Judgement> {
  const unread = judgeUnread(uplink, plan);
  const isTried = plan?.dryRun !== undefined && bench.dryRuns?.wants(uplink, plan) === true;
  if (isTried) return judgeTried(uplink, plan, unread, bench);
  if (unread) return unread;
  const decoded = decode(uplink, plan!, bench.decoder);
  return decoded instanceof Promise
    ? decoded.then((done) => judgeDecoded(uplink, plan!, done, bench))
    : judgeDecoded(uplink, plan!, decoded, bench);
}

/** With a dry run the message is read even where nothing of it may be stored; what becomes of it is the same. */
async function judgeTried(uplink: Uplink, plan: DevicePlan, unread: Judgement | undefined, bench: Workbench) {
  const decoded = await decode(uplink, plan, bench.decoder);
  if ('fields' in decoded) bench.dryRuns?.note(uplink, plan, decoded.fields, bench.clock.now().getTime());
  return unread ?? judgeDecoded(uplink, plan, decoded, bench);
}

function judgeDecoded(
  uplink: Uplink,
  plan: DevicePlan,
  decoded: Awaited<ReturnType<typeof decode>>,
  { clock }: Workbench,
): Judgement {
  if ('fields' in decoded) return passGate(uplink, plan, decoded.fields, clock.now().getTime());
  const judgement = judge(uplink, plan);
  if ('fault' in decoded) refuse(judgement, 'unparseable', decoded.fault, uplink.weight ?? 1);
  else judgement.remarks = [decoded.silent];
  return judgement;
}
