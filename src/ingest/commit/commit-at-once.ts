/**
 * The usual group: messages of devices that behave, with readings newer than all that stands. Nothing has to be looked up for
 * it, so its whole transaction goes to the database in one piece. If it only seemed to be usual the database breaks the
 * transaction, and `commitGroup` runs it again step by step.
 */
import type pg from 'pg';
import { announceQuietly } from '../../base/index.ts';
import { type NewObservation, placeAllNewer } from '../../observations/index.ts';
import type { Judgement } from '../gate/judgement.ts';
import { writeContacts, writeFaults, writeInbox } from './accounts.store.ts';
import { lacksChannel } from './accounts.ts';
import { needsReceipt } from './keyed-receipts.store.ts';
import { writeLedger } from './ledger.store.ts';
import { inOnePiece } from './pipelined-pool.ts';
import type { RecentContacts } from './recent-contacts.ts';
import { addRows, type GroupOutcome, settleAll } from './settle.ts';
import { transactionOn } from './transaction-on.ts';

/**
 * Undefined when the group is not of the usual kind; nothing was sent then. Rejects with SQLSTATE NOT_ALL_NEWER when it only
 * seemed to be. Needs a pipelined client.
 */
export function commitAtOnce(
  client: pg.ClientBase,
  judgements: readonly Judgement[],
  recent: RecentContacts,
): Promise<GroupOutcome> | undefined {
  if (judgements.some((judgement) => judgement.unknownFields.length > 0 || needsReceipt(judgement))) return undefined;
  const rows: NewObservation[] = [];
  for (const judgement of judgements) addRows(rows, judgement, undefined);
  if (rows.length === 0) return undefined;
  const { committed, write } = placeAllNewer(rows);
  const { outcome, accounts } = settleAll(judgements, committed.fates, recent);
  if (outcome.awake.length > 0 || outcome.contacts.some(lacksChannel)) return undefined;

  const { datastreams, from, to, stored: count } = committed;
  const sent = inOnePiece(client, () => [
    client.query('begin'),
    write(client),
    writeLedger(client, accounts.ledger),
    writeFaults(client, accounts.faults),
    writeInbox(client, accounts.inbox),
    writeContacts(
      client,
      outcome.contacts.map((line) => ({ line, missing: line.lacked.length > 0 ? {} : null })),
    ),
    announceQuietly(transactionOn(client), 'observations.committed', { datastreams, from, to, count }),
    client.query('commit'),
  ]);
  return Promise.all(sent).then((answers) => {
    if ((answers.at(-1) as pg.QueryResult).command !== 'COMMIT') throw new Error('a group was rolled back');
    recent.note(outcome.contacts);
    return outcome;
  });
}
