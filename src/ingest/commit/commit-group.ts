/**
 * One transaction for a whole group of messages: rows, latest values, ledger, faults, inbox, contact and news, or nothing.
 * Called again from the start when the transaction must be run again; receipts are made anew each time.
 */
import type pg from 'pg';
import { announce, announceQuietly } from '../../base/index.ts';
import { type Committed, commitObservations, type NewObservation } from '../../observations/index.ts';
import type { Judgement } from '../gate/judgement.ts';
import { readMissing, writeContacts, writeFaults, writeInbox, writeUnknownFields } from './accounts.store.ts';
import { type Accounts, type ContactLine, lacksChannel } from './accounts.ts';
import { countMissing, type Drift } from './drift.ts';
import { keyedReceipts } from './keyed-receipts.store.ts';
import { writeLedger } from './ledger.store.ts';
import type { RecentContacts } from './recent-contacts.ts';
import { addRows, type GroupOutcome, settleAll } from './settle.ts';
import { transactionOn } from './transaction-on.ts';

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
    send(announceQuietly(transactionOn(client), 'observations.committed', { datastreams, from, to, count }));
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
  const lacking = contacts.filter(lacksChannel);
  const ids = lacking.map(({ deviceId }) => deviceId);
  const before = ids.length > 0 ? await readMissing(client, ids) : new Map<number, Record<string, number>>();
  const updates = contacts.map((line) => {
    if (line.lacked.length === 0) return { line, missing: null };
    if (!lacksChannel(line)) return { line, missing: {} };
    const counted = countMissing(line, before.get(line.deviceId) ?? {});
    drifts.push(...counted.drifts);
    return { line, missing: counted.missing };
  });
  send(writeContacts(client, updates));
  return drifts;
}
