/** Reading assessments: everything of one version, the list of a project, what the public sees. */
import { type Db, sql } from '../base/index.ts';
import { requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from '../projects/index.ts';
import { type Advice, listAdvice } from './advice.store.ts';
import { listAnswers, type StoredAnswer, valuesOf } from './answer.store.ts';
import type { AnswerValue } from './answers.ts';
import { type AssessmentVersion, selectVersions } from './assessment.store.ts';
import { assessmentUnknown } from './assessments.errors.ts';
import { type Judgement, judge } from './engine.ts';
import { loadFacts } from './facts.store.ts';
import { FACTS, factOf, isSame } from './facts.ts';
import { type Question, questionsOf } from './framework.ts';
import { type Comment, listComments, listReviews, type QuestionReview } from './review.store.ts';
import { listWithheld, type Withheld } from './withheld.store.ts';

/** A fact that moved since it was written down. */
export interface StaleAnswer {
  readonly question: Question;
  readonly from: string;
  readonly was: AnswerValue;
  readonly now: AnswerValue | undefined;
  /** The answer is the fact as it was, so it can follow by itself. */
  readonly canFollow: boolean;
}

export interface ReadAssessment {
  readonly version: AssessmentVersion;
  /** Every version, newest first. */
  readonly versions: readonly AssessmentVersion[];
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  readonly judgement: Judgement;
  readonly stale: readonly StaleAnswer[];
  readonly reviews: ReadonlyMap<string, QuestionReview>;
  readonly comments: readonly Comment[];
  readonly advice: readonly Advice[];
  readonly withheld: ReadonlyMap<string, Withheld>;
}

/** A version of a project's assessment for staff, the newest unless told. ASM_ASSESSMENT_UNKNOWN when it was not begun. */
export async function readAssessment(
  db: Db,
  viewer: Viewer,
  { projectId, code, version: wanted }: { projectId: number; code: string; version?: number },
): Promise<ReadAssessment> {
  const { authorityId } = await requireProjectById(db, projectId);
  requirePermission(viewer, 'assessment.read', authorityId);
  const versions = await selectVersions(db, sql`a.project_id = ${projectId} and a.code = ${code}`);
  const version = wanted === undefined ? versions[0] : versions.find((each) => each.version === wanted);
  if (!version) throw assessmentUnknown({ assessment: wanted === undefined ? code : `${code}, version ${wanted}` });
  return everythingOf(db, version, versions);
}

/** The newest version of each assessment of a project, for staff. */
export async function listAssessments(db: Db, viewer: Viewer, projectId: number): Promise<AssessmentVersion[]> {
  const { authorityId } = await requireProjectById(db, projectId);
  requirePermission(viewer, 'assessment.read', authorityId);
  const versions = await selectVersions(db, sql`a.project_id = ${projectId}`);
  return versions.filter((each, index) => versions[index - 1]?.code !== each.code);
}

/** What was accepted of a project, for anyone: the newest of each assessment, also when it lapsed or was withdrawn since. */
export function listPublishedAssessments(db: Db, projectId: number): Promise<AssessmentVersion[]> {
  return selectVersions(
    db,
    sql`a.project_id = ${projectId} and v.validated_at is not null and v.state in ('accepted', 'lapsed', 'withdrawn')
      and not exists (select 1 from assessments.version newer
        where newer.assessment_id = v.assessment_id and newer.version > v.version and newer.validated_at is not null)`,
  );
}

/** What was accepted last of a framework, for anyone, also when it counts no more; what is withheld is for the page to leave out. */
export async function readPublishedAssessment(db: Db, projectId: number, code: string): Promise<ReadAssessment> {
  const versions = await selectVersions(
    db,
    sql`a.project_id = ${projectId} and a.code = ${code} and v.validated_at is not null`,
  );
  const version = versions[0];
  if (!version) throw assessmentUnknown({ assessment: code });
  const everything = await everythingOf(db, version, versions);
  const kept = [...everything.answers].filter(([id]) => !everything.withheld.has(id));
  return { ...everything, answers: new Map(kept), comments: [], reviews: new Map(), stale: [] };
}

async function everythingOf(
  db: Db,
  version: AssessmentVersion,
  versions: readonly AssessmentVersion[],
): Promise<ReadAssessment> {
  const [answers, reviews, comments, advice, withheld] = await Promise.all([
    listAnswers(db, version.id),
    listReviews(db, version.id),
    listComments(db, version.assessmentId),
    listAdvice(db, version.assessmentId),
    listWithheld(db, version.assessmentId),
  ]);
  const judgement = judge(version.framework, valuesOf(answers));
  const current = ['draft', 'in_review', 'to_correct', 'accepted', 'lapsed'].includes(version.state);
  const stale = current ? await staleAnswers(db, version, judgement, answers) : [];
  return { version, versions, answers, judgement, stale, reviews, comments, advice, withheld };
}

/** Answers that were written beside a fact which says something else by now. */
export async function staleAnswers(
  db: Db,
  version: AssessmentVersion,
  { asked }: Pick<Judgement, 'asked'>,
  answers: ReadonlyMap<string, StoredAnswer>,
): Promise<StaleAnswer[]> {
  if (version.projectId === null) return [];
  const linked = questionsOf(version.framework).filter(
    ({ fact, id }) => fact !== undefined && asked.some((each) => each.id === id),
  );
  const source = await loadFacts(db, version.projectId);
  return linked.flatMap((question) => {
    const answer = answers.get(question.id);
    const now = factOf(question.fact!, source);
    if (!answer || answer.factValue === null || isSame(answer.factValue, now)) return [];
    const canFollow = now !== undefined && isSame(answer.value, answer.factValue);
    return [{ question, from: FACTS[question.fact!]!.from, was: answer.factValue, now, canFollow }];
  });
}
