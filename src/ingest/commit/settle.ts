/** What a group is before and after the store decided: its rows, and from their fates its receipts and accounts. Pure. */
import type { Fate, NewObservation } from '../../observations/index.ts';
import { type Judgement, refuse } from '../gate/judgement.ts';
import { keyOfText, randomKey } from '../gate/message-key.ts';
import { emptyReceipt, type Receipt } from '../receipt.ts';
import { Accounts, type ContactLine } from './accounts.ts';
import type { RecentContacts } from './recent-contacts.ts';

export interface GroupOutcome {
  /** In the order of the judgements. */
  readonly receipts: Receipt[];
  /** Devices that were silent and were heard. */
  readonly awake: { readonly deviceId: number; readonly authorityId: number }[];
  readonly contacts: readonly ContactLine[];
}

export function settleAll(
  judgements: readonly Judgement[],
  fates: readonly Fate[],
  recent: RecentContacts,
): { outcome: GroupOutcome; accounts: Accounts } {
  const accounts = new Accounts();
  const awake = new Map<number, { deviceId: number; authorityId: number }>();
  const receipts: Receipt[] = [];
  let next = 0;
  for (const judgement of judgements) {
    const { receipt, settled } = settle(judgement, fates, next);
    next += judgement.candidates.length;
    receipts.push(receipt);
    accounts.add(settled, receipt);
    const { plan, uplink } = judgement;
    if (plan?.state === 'silent' && !uplink.imported && !uplink.simulated) awake.set(plan.deviceId, plan);
  }
  const contacts = accounts.contacts.filter((line) => recent.isNews(line));
  return { outcome: { receipts, awake: [...awake.values()], contacts }, accounts };
}

export function addRows(
  rows: NewObservation[],
  { uplink, candidates }: Judgement,
  firstReceivedAt: Date | undefined,
): void {
  if (candidates.length === 0) return;
  const { authorityId } = uplink.source;
  const { receivedAt } = uplink;
  const phenomenonTime = uplink.time ?? firstReceivedAt ?? receivedAt;
  const messageKey = uplink.key === undefined ? undefined : keyOfText(uplink.key);
  for (const { datastreamId, value, textValue, valueKey, leastGapMs } of candidates) {
    const key = messageKey ?? (uplink.time ? valueKey : randomKey());
    rows.push({ datastreamId, authorityId, phenomenonTime, value, textValue, key, receivedAt, leastGapMs });
  }
}

const WITHOUT_TIME_OR_KEY =
  'The message carries neither time nor key: it is stored once for each delivery. Send `time` or `key`, and a resend changes nothing.';

/** Books what the store decided onto a copy of the judgement, and makes the receipt. */
function settle(judgement: Judgement, fates: readonly Fate[], first: number): { receipt: Receipt; settled: Judgement } {
  const receipt = emptyReceipt();
  const { uplink, candidates } = judgement;
  let settled = judgement;
  for (let i = 0; i < candidates.length; i++) {
    const fate = fates[first + i]!;
    if (fate === 'stored' || fate === 'beside') {
      receipt.stored++;
      if (fate === 'beside') receipt.beside++;
    } else if (fate === 'duplicate') receipt.duplicate++;
    else {
      if (settled === judgement) {
        settled = { ...judgement };
      }
      const { field, leastGapMs } = candidates[i]!;
      const seconds = Math.round(leastGapMs / 900);
      const message = `${field} came sooner after another reading than the declaration allows (${seconds} s). Send less often, or declare a shorter interval.`;
      refuse(settled, 'too-frequent', message);
    }
  }
  receipt.blank = judgement.blank;
  receipt.simulated = judgement.simulated;
  receipt.read = receipt.stored + receipt.duplicate + receipt.blank + receipt.simulated;
  if (settled.refused.size > 0) {
    for (const [reason, count] of settled.refused) {
      receipt.refused[reason] = count;
      receipt.read += count;
    }
  }
  for (const remark of settled.remarks) receipt.notes.push(remark);
  for (const { message } of settled.faults) receipt.notes.push(message);
  if (receipt.stored > 0 && !uplink.time && uplink.key === undefined) receipt.notes.push(WITHOUT_TIME_OR_KEY);
  return { receipt, settled };
}
