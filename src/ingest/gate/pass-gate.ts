/**
 * The gate: each field of a message is admitted, reduced to what the declaration promises, or refused with a reason. Pure:
 * what the store alone can tell (duplicate, beside, too frequent) is decided when the group is committed.
 */
import { EARLIEST, LATEST } from '../../observations/index.ts';
import type { ChannelPlan, DevicePlan } from '../../register/index.ts';
import { tooManyFields } from '../ingest.errors.ts';
import type { Uplink } from '../uplink.ts';
import { cleanName, DEEPEST, flatten, type Leaf, MOST_LEAVES, typeOf } from './flatten.ts';
import { type Judgement, judge, refuse } from './judgement.ts';
import { keyOfNumber, keyOfText } from './message-key.ts';
import { isBlank, type ReadValue, readValue } from './read-value.ts';
import { roundTo, suppressed } from './reduce.ts';

/** How far ahead of our clock a reading may be. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** A reading may come this much earlier than the declared shortest interval says: clocks and networks jitter. */
const INTERVAL_SHARE = 0.9;

const ADMITTED = new Set(['live', 'silent', 'faulty', 'maintenance']);

/** Whether readings of a device in this state are stored. */
export function isAdmitted(plan: DevicePlan): boolean {
  return ADMITTED.has(plan.state);
}

/**
 * Judges a message without decoding it: simulated ones, unreadable ones, unknown devices, devices that are not live and
 * projects without a declaration in force. Undefined when its fields must be looked at.
 */
export function judgeUnread(uplink: Uplink, plan: DevicePlan | undefined): Judgement | undefined {
  if (plan?.declarationInForce && isAdmitted(plan) && !uplink.simulated && !uplink.problem) return undefined;
  const judgement = judge(uplink, plan);
  if (uplink.simulated) {
    judgement.simulated = countUnread(uplink);
    return judgement;
  }
  if (uplink.problem) {
    const { message, cure } = uplink.problem;
    refuse(judgement, 'unparseable', `${message} ${cure}`, uplink.weight ?? 1);
    return judgement;
  }
  const count = () => countUnread(uplink);
  if (!plan) {
    refuse(
      judgement,
      'unknown-device',
      'No device is registered under this identifier; it stands in the inbox.',
      count(),
    );
    return judgement;
  }
  if (!isAdmitted(plan)) {
    refuse(judgement, 'device-not-live', `The device is ${plan.state}; set it live to store its readings.`, count());
    return judgement;
  }
  const message = plan.suspendedFor
    ? `The project's declaration is suspended (${plan.suspendedFor}); nothing is stored until it is cleared and approved again.`
    : 'No declaration of the project is in force; nothing is stored until one is approved.';
  refuse(judgement, 'declaration-not-in-force', message, count());
  return judgement;
}

/** Judges decoded fields of a device that may report. `nowMs` is our clock. */
export function passGate(
  uplink: Uplink,
  plan: DevicePlan,
  fields: Readonly<Record<string, unknown>>,
  nowMs: number,
): Judgement {
  const judgement = judge(uplink, plan);
  const leaves = flatten(fields);
  if (!leaves) {
    const { message, cure } = tooManyFields({ most: MOST_LEAVES, depth: DEEPEST });
    refuse(judgement, 'unparseable', `${message} ${cure}`, uplink.weight ?? 1);
    return judgement;
  }
  const clock = clockFault(uplink, nowMs);
  const channels = channelsOf(plan);
  const heard: string[] = [];
  for (const leaf of leaves) {
    const channel = channels.get(leaf[0]);
    if (channel ? judgeField(judgement, channel, leaf, clock) : judgeUnknown(judgement, leaf)) heard.push(leaf[0]);
  }
  if (heard.length > 0 && !uplink.imported) {
    judgement.complete = true;
    for (const { required, field } of plan.channels) {
      if (required && !heard.includes(field)) judgement.missing = [...judgement.missing, field];
    }
  }
  return judgement;
}

/** True when the field carried a value, whether or not it was admitted. */
function judgeField(judgement: Judgement, channel: ChannelPlan, [, raw]: Leaf, clock: string | undefined): boolean {
  const { field } = channel;
  const read = readValue(channel, raw);
  if (read.as === 'blank') {
    judgement.blank++;
    return false;
  }
  if (!channel.declared) {
    const message = `${field}: the declaration in force does not name ${channel.propertyCode}, so it is not stored.`;
    refuse(judgement, 'undeclared-property', message);
  } else if (read.as === 'unparseable') {
    refuse(judgement, 'unparseable', `${field} ${read.why}. Check what the device sends, or the codec of its model.`);
  } else if (read.as === 'out-of-range') {
    refuse(judgement, 'out-of-range', `${field} ${read.why}. Check the sensor, and the unit of the channel.`);
  } else if (clock) {
    refuse(judgement, 'clock', clock);
  } else {
    judgement.candidates.push(asCandidate(channel, channel.declared, read));
  }
  return true;
}

function asCandidate(
  channel: ChannelPlan,
  declared: NonNullable<ChannelPlan['declared']>,
  read: Extract<ReadValue, { as: 'number' | 'text' }>,
) {
  const { field, datastreamId } = channel;
  const leastGapMs = declared.shortestIntervalS * 1000 * INTERVAL_SHARE;
  if (read.as === 'text') {
    return { field, datastreamId, value: null, textValue: read.text, valueKey: keyOfText(read.text), leastGapMs };
  }
  const mark = channel.kind === 'count' ? suppressed(read.value, declared.suppressBelow) : undefined;
  if (mark !== undefined)
    return { field, datastreamId, value: null, textValue: mark, valueKey: keyOfText(mark), leastGapMs };
  const value = channel.kind === 'truth' ? read.value : roundTo(read.value, declared.decimals);
  return { field, datastreamId, value, textValue: null, valueKey: keyOfNumber(value), leastGapMs };
}

function judgeUnknown(judgement: Judgement, [path, raw]: Leaf): boolean {
  if (isBlank(raw)) {
    judgement.blank++;
    return false;
  }
  const field = cleanName(path);
  judgement.unknownFields = [...judgement.unknownFields, [field, typeOf(raw)]];
  const message = `${field}: no channel of the device's model has this name, so it is not stored.`;
  refuse(judgement, 'undeclared-property', message);
  return true;
}

function clockFault({ time, imported }: Uplink, nowMs: number): string | undefined {
  if (!time) return undefined;
  if (!(time >= EARLIEST && time <= LATEST))
    return 'The time lies before 2000 or after 2033. Set the clock of the sender.';
  if (!imported && time.getTime() > nowMs + CLOCK_TOLERANCE_MS) {
    return 'The time lies more than 5 minutes ahead of ours. Set the clock of the sender.';
  }
  return undefined;
}

/** How many readings a message holds whose fields nobody looks at: its leaves, or 1 where they are not known. */
function countUnread({ fields, weight }: Uplink): number {
  if (weight !== undefined) return weight;
  return (fields && flatten(fields)?.length) || 1;
}

const channelsByPlan = new WeakMap<DevicePlan, Map<string, ChannelPlan>>();

function channelsOf(plan: DevicePlan): Map<string, ChannelPlan> {
  let channels = channelsByPlan.get(plan);
  if (!channels) {
    channels = new Map(plan.channels.map((channel) => [channel.field, channel]));
    channelsByPlan.set(plan, channels);
  }
  return channels;
}
