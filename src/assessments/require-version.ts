/** Finding the version a use case is about, and the checks several of them share. */
import { type Db, sql, type Tx } from '../base/index.ts';
import {
  type Permission,
  type PersonViewer,
  ROLES,
  type Role,
  requirePermission,
  type Viewer,
} from '../identity/index.ts';
import { type AssessmentState, type AssessmentVersion, lockAssessment, selectVersions } from './assessment.store.ts';
import { assessmentUnknown, needsPerson, notInState, ownWork, roleNotAsked } from './assessments.errors.ts';

export const STATE_WORDS: Record<AssessmentState, string> = {
  draft: 'draft',
  in_review: 'in review',
  to_correct: 'to correct',
  accepted: 'accepted',
  superseded: 'superseded',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
};

export async function requireVersionById(db: Db, id: number): Promise<AssessmentVersion> {
  const [version] = await selectVersions(db, sql`v.id = ${id}`);
  if (!version) throw assessmentUnknown({ assessment: `number ${id}` });
  return version;
}

/**
 * The version a person wants to change, held until the transaction ends. Refuses who may not (`permission`), keys, and a
 * version in another state than `states`; `wanted` completes "so it cannot be".
 */
export async function requireToChange(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  { permission, states, wanted }: { permission: Permission; states: readonly AssessmentState[]; wanted: string },
): Promise<{ version: AssessmentVersion; person: PersonViewer }> {
  const seen = await requireVersionById(tx, versionId);
  requirePermission(viewer, permission, seen.authorityId);
  if (viewer.kind !== 'person') throw needsPerson();
  await lockAssessment(tx, seen.assessmentId);
  const version = await requireVersionById(tx, versionId);
  if (!states.includes(version.state))
    throw notInState({ version: version.version, state: STATE_WORDS[version.state], wanted });
  return { version, person: viewer };
}

/** Refuses a reviewer who wrote something of the version, or whose roles the framework does not ask for. */
export function requireReviewer(
  version: AssessmentVersion,
  person: PersonViewer,
  act: 'evaluated' | 'validated',
): void {
  if (version.writers.includes(person.personId)) throw ownWork({ part: 'author' });
  if (act === 'validated' && version.evaluatedBy === person.personId) throw ownWork({ part: 'evaluator' });
  const asked = act === 'evaluated' ? version.framework.evaluated_by : version.framework.validated_by;
  if (!asked) return;
  const held = person.places.find((place) => place.authorityId === version.authorityId)?.roles ?? [];
  if (!asked.some((role) => held.includes(role)))
    throw roleNotAsked({ act, roles: asked.map((role: Role) => ROLES[role].label.toLowerCase()).join(' or ') });
}
