/** Use cases of the outcome record: save as you go, record, go against the verdict, throw a draft away. */
import { type Clock, type Db, systemClock, type Tx } from '../base/index.ts';
import { type AuditFacts, audit, requirePermission, type Viewer } from '../identity/index.ts';
import {
  deleteOutcomeDraft,
  listOutcomeVersions,
  lockProject,
  type OutcomeRow,
  type OutcomeVersion,
  writeOutcomeVersion,
} from './outcome.store.ts';
import { missingAnswers, type OutcomeAnswers } from './outcome.ts';
import { parseAnswers, withAnswers } from './outcome-answers.ts';
import {
  outcomeIncomplete,
  outcomeNothingToRecord,
  projectUnknown,
  reasonMissing,
  verdictUnknown,
} from './projects.errors.ts';
import { VERDICTS, type Verdict, verdictOf } from './verdict.ts';

export interface OutcomeRecord {
  /** Answers not recorded yet. */
  readonly draft: OutcomeVersion | undefined;
  /** The record: the latest recorded version. */
  readonly recorded: OutcomeVersion | undefined;
  /** Every recorded version, newest first. */
  readonly history: readonly OutcomeVersion[];
}

/** The outcome record of a project with its draft and history. */
export async function findOutcome(db: Db, projectId: number): Promise<OutcomeRecord> {
  const versions = await listOutcomeVersions(db, projectId);
  const history = versions.filter((version) => version.state === 'recorded');
  return { draft: versions.find((version) => version.state === 'draft'), recorded: history[0], history };
}

/**
 * Saves some answers into the draft; answers not mentioned stay, as recorded or drafted before. Wording never stops it.
 * Refuses answers that no question offers (PRJ_ANSWERS_MALFORMED).
 */
export async function saveOutcome(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  changes: OutcomeAnswers,
  clock: Clock = systemClock,
): Promise<OutcomeAnswers> {
  const { record, stamp } = await open(tx, viewer, projectId, clock);
  const answers = withAnswers((record.draft ?? record.recorded)?.answers ?? {}, parseAnswers(changes));
  await writeOutcomeVersion(tx, {
    ...stamp,
    version: record.draft?.version ?? (record.recorded?.version ?? 0) + 1,
    state: 'draft',
    answers,
    verdict: null,
    chosenVerdict: null,
    reason: null,
  });
  await note(tx, viewer, stamp, 'outcome.draft', record.draft?.version ?? (record.recorded?.version ?? 0) + 1);
  return answers;
}

/**
 * Makes the draft the record, with the verdict computed from it. A choice against the verdict, and its reason, carries
 * over while the verdict stays the same. Refuses a draft with gaps, naming them.
 */
export async function recordOutcome(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  clock: Clock = systemClock,
): Promise<{ version: number; verdict: Verdict }> {
  const { record, stamp } = await open(tx, viewer, projectId, clock);
  const { draft, recorded } = record;
  if (!draft) throw outcomeNothingToRecord();
  const missing = missingAnswers(draft.answers);
  if (missing.length > 0) {
    const [first] = missing;
    throw outcomeIncomplete({
      field: `${first!.step}.${first!.field}`,
      missing: missing.map((question) => question.name).join('; '),
    });
  }
  const { verdict } = verdictOf(draft.answers)!;
  const keeps = recorded?.verdict === verdict;
  await writeOutcomeVersion(tx, {
    ...stamp,
    version: draft.version,
    state: 'recorded',
    answers: draft.answers,
    verdict,
    chosenVerdict: keeps ? recorded.chosenVerdict : verdict,
    reason: keeps ? recorded.reason : null,
  });
  await note(tx, viewer, stamp, 'outcome.record', draft.version, { verdict });
  return { version: draft.version, verdict };
}

/**
 * Chooses what to do after the record: another verdict than the computed one, which needs a reason that is published,
 * or the computed one again. Kept as a new version of the record. Refuses while a draft stands or nothing is recorded.
 */
export async function chooseVerdict(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  choice: { verdict: Verdict; reason?: string },
  clock: Clock = systemClock,
): Promise<void> {
  const { record, stamp } = await open(tx, viewer, projectId, clock);
  const { draft, recorded } = record;
  if (draft || !recorded?.verdict) throw outcomeIncomplete({ missing: 'it is not recorded' });
  if (!VERDICTS.includes(choice.verdict)) throw verdictUnknown({ field: 'verdict', verdict: choice.verdict });
  const against = choice.verdict !== recorded.verdict;
  const reason = choice.reason?.trim() || null;
  if (against && !reason) throw reasonMissing({ field: 'reason' });
  if (choice.verdict === recorded.chosenVerdict && (reason === recorded.reason || !against)) return;
  await writeOutcomeVersion(tx, {
    ...stamp,
    version: recorded.version + 1,
    state: 'recorded',
    answers: recorded.answers,
    verdict: recorded.verdict,
    chosenVerdict: choice.verdict,
    reason: against ? reason : null,
  });
  const facts = { computed: recorded.verdict, chosen: choice.verdict };
  await note(tx, viewer, stamp, 'outcome.choose', recorded.version + 1, facts, reason);
}

/** Throws the draft away; what is recorded stays. */
export async function discardOutcomeDraft(tx: Tx, viewer: Viewer, projectId: number): Promise<void> {
  const { record, stamp } = await open(tx, viewer, projectId, systemClock);
  await deleteOutcomeDraft(tx, projectId);
  await note(tx, viewer, stamp, 'outcome.discard', record.draft?.version);
}

async function note(
  tx: Tx,
  viewer: Viewer,
  { projectId, authorityId }: Stamp,
  action: `outcome.${string}`,
  version?: number,
  facts: AuditFacts = {},
  reason: string | null = null,
): Promise<void> {
  const subject = { kind: 'project', id: projectId, ...(version === undefined ? {} : { version }) };
  await audit(tx, { authorityId, actor: viewer, action, subject, facts, reason });
}

type Stamp = Pick<OutcomeRow, 'projectId' | 'authorityId' | 'savedBy' | 'savedAt'>;

async function open(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  clock: Clock,
): Promise<{ record: OutcomeRecord; stamp: Stamp }> {
  const project = await lockProject(tx, projectId);
  if (!project) throw projectUnknown({ project: `number ${projectId}` });
  requirePermission(viewer, 'outcome.record', project.authorityId);
  const savedBy = viewer.kind === 'person' ? viewer.personId : null;
  const stamp = { projectId, authorityId: project.authorityId, savedBy, savedAt: clock.now() };
  return { record: await findOutcome(tx, projectId), stamp };
}
