/** What somebody with a link of their own can do: a supplier answers its questions, an ethics board reads and advises. */
import { type Clock, type Db, sql, systemClock, type Tx } from '../base/index.ts';
import { type Advice, insertAdvice, listAdvice } from './advice.store.ts';
import { listAnswers, type StoredAnswer, valuesOf } from './answer.store.ts';
import { type AssessmentVersion, lockAssessment, selectVersions } from './assessment.store.ts';
import { adviceEmpty, assessmentUnknown, nothingToAnswer, questionUnknown } from './assessments.errors.ts';
import { askedIn } from './engine.ts';
import type { Question } from './framework.ts';
import type { Guest } from './guest.store.ts';
import { type AnswerChange, type Saved, writeChanges } from './save-answers.ts';

const SUPPLIER_FRAMEWORK = 'supplier-assurance';

export interface SupplierQuestions {
  readonly version: AssessmentVersion;
  /** What the supplier is asked: questions nobody has answered yet, and those it answered itself. */
  readonly questions: readonly Question[];
  readonly answers: ReadonlyMap<string, StoredAnswer>;
}

/** The assurance questions that wait for a supplier; ASM_NOTHING_TO_ANSWER when none is being written. */
export async function supplierQuestions(db: Db, guest: Guest): Promise<SupplierQuestions> {
  const where = sql`a.project_id = ${guest.projectId} and a.code = ${SUPPLIER_FRAMEWORK} and v.state in ('draft', 'to_correct')`;
  const [version] = guest.kind === 'supplier' ? await selectVersions(db, where) : [];
  if (!version) throw nothingToAnswer();
  const all = await listAnswers(db, version.id);
  const questions = askedIn(version.framework, valuesOf(all)).filter(
    ({ id }) => !all.has(id) || all.get(id)!.origin === 'supplier',
  );
  const answers = new Map([...all].filter(([, { origin }]) => origin === 'supplier'));
  return { version, questions, answers };
}

/** Saves a supplier's answers to the questions it is asked, and to no others. */
export async function saveSupplierAnswers(
  tx: Tx,
  guest: Guest,
  changes: readonly AnswerChange[],
  clock: Clock = systemClock,
): Promise<Saved> {
  const seen = await supplierQuestions(tx, guest);
  await lockAssessment(tx, seen.version.assessmentId);
  const { version, questions } = await supplierQuestions(tx, guest);
  for (const { questionId } of changes)
    if (!questions.some(({ id }) => id === questionId)) throw questionUnknown({ question: questionId });
  const by = { personId: null, origin: 'supplier' as const, says: guest.name };
  return (await writeChanges(tx, version, changes, by, clock)).saved;
}

export interface BoardPapers {
  readonly version: AssessmentVersion;
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  /** The board's own advice on it. */
  readonly advice: readonly Advice[];
}

/** What an ethics board is shown: everything of the project that is submitted or accepted. */
export async function boardPapers(db: Db, guest: Guest): Promise<BoardPapers[]> {
  if (guest.kind !== 'ethics_board') return [];
  const where = sql`a.project_id = ${guest.projectId} and v.state in ('in_review', 'accepted')`;
  return Promise.all(
    (await selectVersions(db, where)).map(async (version) => ({
      version,
      answers: await listAnswers(db, version.id),
      advice: (await listAdvice(db, version.assessmentId)).filter((each) => each.guestId === guest.id),
    })),
  );
}

/** Writes down a board's advice on a version in review. It decides nothing, but acceptance has to answer it. */
export async function adviseAsBoard(
  tx: Tx,
  guest: Guest,
  { versionId, body }: { versionId: number; body: string },
  clock: Clock = systemClock,
): Promise<void> {
  const paper = (await boardPapers(tx, guest)).find(({ version }) => version.id === versionId);
  if (paper?.version.state !== 'in_review') throw assessmentUnknown({ assessment: `number ${versionId}` });
  await lockAssessment(tx, paper.version.assessmentId);
  if (body.trim() === '') throw adviceEmpty({ field: 'advice' });
  const row = { authorityId: guest.authorityId, versionId, kind: 'ethics_board' as const, guestId: guest.id };
  await insertAdvice(tx, { ...row, body: body.trim().slice(0, 8000), by: null, at: clock.now() });
}
