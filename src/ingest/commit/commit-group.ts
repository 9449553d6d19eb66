/**
 * One transaction for a whole group of messages: rows, latest values, ledger, faults, inbox, contact and news, or nothing.
 * Called again from the start when the transaction must be run again; receipts are made anew each time.
 */
import type pg from 'pg';
import { announce } from '../../base/index.ts';
import { type Committed, commitObservations, type Fate, type NewObservation } from '../../observations/index.ts';
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

/**
 * Runs on a pipelined client: a statement whose answer decides nothing is sent and not waited for until the commit's is, so a
 * group is two round trips, and the commit fails if any of them did.
 */
export async function commitGroup(
  client: pg.ClientBase,
  judgements: readonly Judgement[],
  { within, recent, careful }: GroupOptions,
): Promise<GroupOutcome> {
  const sent: Promise<unknown>[] = [];
  const send = (answer: Promise<unknown>) => {
    answer.catch(() => {}); // told when all are waited for
    sent.push(answer);
  };
  send(client.query('begin'));
  const { rows, committed } = await storeRows(client, judgements, careful);
  const { outcome, accounts } = settleAll(judgements, committed?.fates ?? [], recent);
  send(writeLedger(client, accounts.ledger));
  send(writeFaults(client, accounts.faults));
  send(writeInbox(client, accounts.inbox));
  const drifts = await writeContactsAndDrift(client, accounts, outcome.contacts, send);
  if (committed && committed.stored > 0) {
    const { datastreams, from, to, stored: count } = committed;
    send(announce(transactionOn(client), 'observations.committed', { datastreams, from, to, count }));
  }
  for (const { deviceId, authorityId, what, field } of drifts) {
    send(announce(transactionOn(client), 'ingest.drift', { deviceId, authorityId, what, field }));
  }
  await within?.(client, outcome);
  const ended = client.query('commit');
  send(ended);
  await Promise.all(sent);
  if ((await ended).command !== 'COMMIT') throw new Error(`a group of ${rows} readings was rolled back`);
  recent.note(outcome.contacts);
  return outcome;
}

async function storeRows(
  client: pg.ClientBase,
  judgements: readonly Judgement[],
  careful: boolean,
): Promise<{ rows: number; committed: Committed | undefined }> {
  const firstTimes = await keyedReceipts(client, judgements);
  const rows: NewObservation[] = [];
  for (const judgement of judgements) addRows(rows, judgement, firstTimes.get(judgement));
  const committed = rows.length > 0 ? await commitObservations(client, rows, { careful }) : undefined;
  return { rows: rows.length, committed };
}

function settleAll(
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

/** Waits only where there is drift to look at. */
async function writeContactsAndDrift(
  client: pg.ClientBase,
  accounts: Accounts,
  contacts: readonly ContactLine[],
  send: (answer: Promise<unknown>) => void,
): Promise<Drift[]> {
  const unknown = accounts.unknownFields;
  const news = unknown.length > 0 ? await writeUnknownFields(client, unknown) : [];
  const drifts: Drift[] = news.map((field) => ({ ...field, what: 'unknown-field' }));
  const lacking = contacts.filter(({ lacked }) => lacked.some((fields) => fields.length > 0));
  const ids = lacking.map(({ deviceId }) => deviceId);
  const before = ids.length > 0 ? await readMissing(client, ids) : new Map<number, Record<string, number>>();
  const updates = contacts.map((line) => {
    if (line.lacked.length === 0) return { line, missing: null };
    if (!line.lacked.some((fields) => fields.length > 0)) return { line, missing: {} };
    const counted = countMissing(line, before.get(line.deviceId) ?? {});
    drifts.push(...counted.drifts);
    return { line, missing: counted.missing };
  });
  send(writeContacts(client, updates));
  return drifts;
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
