/**
 * One transaction for a whole group of messages: rows, latest values, ledger, faults, inbox, contact and news, or nothing.
 * Called again from the start when the transaction must be run again; receipts are made anew each time.
 */
import type pg from 'pg';
import { announce } from '../../base/index.ts';
import { commitObservations, type Fate, type NewObservation } from '../../observations/index.ts';
import type { Judgement } from '../gate/judgement.ts';
import { refuse } from '../gate/judgement.ts';
import { keyOfText, randomKey } from '../gate/message-key.ts';
import { emptyReceipt, type Reason, type Receipt } from '../receipt.ts';
import { readMissing, writeContacts, writeFaults, writeInbox, writeUnknownFields } from './accounts.store.ts';
import { Accounts, type ContactLine } from './accounts.ts';
import { countMissing, type Drift } from './drift.ts';
import { keyedReceipts } from './keyed-receipts.store.ts';
import { writeLedger } from './ledger.store.ts';
import type { RecentContacts } from './recent-contacts.ts';
import { transactionOn } from './transaction-on.ts';

export interface GroupOutcome {
  /** In the order of the judgements. */
  readonly receipts: Receipt[];
  /** Devices that were silent and were heard. */
  readonly awake: { readonly deviceId: number; readonly authorityId: number }[];
  readonly contacts: readonly ContactLine[];
}

/** What a higher step wants done in the same transaction, such as setting silent devices live. */
export type Within = (client: pg.ClientBase, outcome: GroupOutcome) => Promise<void>;

export interface GroupOptions {
  readonly within?: Within | undefined;
  readonly recent: RecentContacts;
  /** The transaction is run again after a lost race. */
  readonly careful: boolean;
}

export async function commitGroup(
  client: pg.ClientBase,
  judgements: readonly Judgement[],
  { within, recent, careful }: GroupOptions,
): Promise<GroupOutcome> {
  await client.query('begin');
  const outcome = await writeGroup(client, judgements, recent, careful);
  await within?.(client, outcome);
  await client.query('commit');
  recent.note(outcome.contacts);
  return outcome;
}

async function writeGroup(
  client: pg.ClientBase,
  judgements: readonly Judgement[],
  recent: RecentContacts,
  careful: boolean,
): Promise<GroupOutcome> {
  const firstTimes = await keyedReceipts(client, judgements);
  const rows: NewObservation[] = [];
  for (const judgement of judgements) addRows(rows, judgement, firstTimes.get(judgement));
  const committed = rows.length > 0 ? await commitObservations(client, rows, { careful }) : undefined;

  const accounts = new Accounts();
  const awake = new Map<number, { deviceId: number; authorityId: number }>();
  const receipts: Receipt[] = [];
  let next = 0;
  for (const judgement of judgements) {
    const { receipt, settled } = settle(judgement, committed?.fates ?? [], next);
    next += judgement.candidates.length;
    receipts.push(receipt);
    accounts.add(settled, receipt);
    const { plan, uplink } = judgement;
    if (plan?.state === 'silent' && !uplink.imported && !uplink.simulated) awake.set(plan.deviceId, plan);
  }

  await writeLedger(client, accounts.ledger);
  await writeFaults(client, accounts.faults);
  await writeInbox(client, accounts.inbox);
  const unknown = await writeUnknownFields(client, accounts.unknownFields);
  const contacts = accounts.contacts.filter((line) => recent.isNews(line));
  const drifts = await noteContacts(client, contacts);
  drifts.push(...unknown.map((field) => ({ ...field, what: 'unknown-field' as const })));
  if (committed && committed.stored > 0) {
    const { datastreams, from, to, stored: count } = committed;
    await announce(transactionOn(client), 'observations.committed', { datastreams, from, to, count });
  }
  for (const { deviceId, authorityId, what, field } of drifts) {
    await announce(transactionOn(client), 'ingest.drift', { deviceId, authorityId, what, field });
  }
  return { receipts, awake: [...awake.values()], contacts };
}

function addRows(rows: NewObservation[], { uplink, candidates }: Judgement, firstReceivedAt: Date | undefined): void {
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
        settled = { ...judgement, refused: new Map(judgement.refused), faults: [...judgement.faults] };
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
  for (const [reason, count] of settled.refused) {
    receipt.refused[reason as Reason] = count;
    receipt.read += count;
  }
  receipt.notes.push(...settled.remarks, ...settled.faults.map(({ message }) => message));
  if (receipt.stored > 0 && !uplink.time && uplink.key === undefined) receipt.notes.push(WITHOUT_TIME_OR_KEY);
  return { receipt, settled };
}

async function noteContacts(client: pg.ClientBase, contacts: readonly ContactLine[]): Promise<Drift[]> {
  const lacking = contacts.filter(({ lacked }) => lacked.some((fields) => fields.length > 0));
  const before = await readMissing(
    client,
    lacking.map(({ deviceId }) => deviceId),
  );
  const drifts: Drift[] = [];
  const updates = contacts.map((line) => {
    if (line.lacked.length === 0) return { line, missing: null };
    if (!line.lacked.some((fields) => fields.length > 0)) return { line, missing: {} };
    const counted = countMissing(line, before.get(line.deviceId) ?? {});
    drifts.push(...counted.drifts);
    return { line, missing: counted.missing };
  });
  await writeContacts(client, updates);
  return drifts;
}
