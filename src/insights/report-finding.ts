import { announce, type Tx } from '../base/index.ts';
import { closeOpenFinding, type NewFinding, type SubjectKind, upsertFinding } from './finding.store.ts';

/** The topic on which findings are announced; payload `{ findingId, what }`. */
export const FINDING_NEWS = 'insights.finding';

/** Records what a pack found. News goes out when the finding is new, became worse or became better; a repeat is not news. */
export async function reportFinding(tx: Tx, finding: NewFinding): Promise<{ id: number; opened: boolean }> {
  const { id, opened, severityBefore } = await upsertFinding(tx, finding);
  if (opened) await announce(tx, FINDING_NEWS, { findingId: id, what: 'opened' });
  else if (finding.severity !== severityBefore) {
    await announce(tx, FINDING_NEWS, { findingId: id, what: finding.severity > severityBefore! ? 'worse' : 'better' });
  }
  return { id, opened };
}

/** Says that a finding no longer holds; announces it when one was open. */
export async function endFinding(
  tx: Tx,
  pack: string,
  kind: string,
  subject: { kind: SubjectKind; id: number },
  at: Date,
): Promise<boolean> {
  const id = await closeOpenFinding(tx, pack, kind, subject, at);
  if (id === undefined) return false;
  await announce(tx, FINDING_NEWS, { findingId: id, what: 'closed' });
  return true;
}
