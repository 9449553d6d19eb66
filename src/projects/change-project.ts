import type { Tx } from '../base/index.ts';
import { type AuditFacts, audit, requirePermission, rolesOf, type Viewer } from '../identity/index.ts';
import { missingRequirements } from './clearance.store.ts';
import { CLEARANCE_KINDS } from './clearance.ts';
import { requireProjectById } from './find-project.ts';
import { sayRoles } from './grant-clearance.ts';
import { updateProject } from './project.store.ts';
import { isPart, isStage } from './project.ts';
import { deleteProjectPerson, insertProjectPerson } from './project-people.store.ts';
import { partUnknown, personNotOfAuthority, stageNotCleared, stageUnknown, titleMissing } from './projects.errors.ts';
import { findEmergency } from './ruling.store.ts';

/** Moves a project to a stage, forward or back. Refuses one whose requirements are not met, unless an emergency stands. */
export async function setStage(tx: Tx, viewer: Viewer, projectId: number, stage: string): Promise<void> {
  const project = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'project.edit', project.authorityId);
  if (!isStage(stage)) throw stageUnknown({ field: 'stage', stage });
  if (stage === project.stage) return;
  const missing = await missingRequirements(tx, projectId, stage);
  if (missing.length > 0 && !(await findEmergency(tx, projectId)))
    throw stageNotCleared({
      field: 'stage',
      stage,
      missing: missing
        .map(({ kind, roles }) => `${CLEARANCE_KINDS[kind].title.toLowerCase()} (${sayRoles(roles)})`)
        .join(', '),
    });
  await updateProject(tx, projectId, { stage });
  await note(tx, viewer, project, 'project.stage', { from: project.stage, to: stage });
}

/** Changes what a project is called; its address stays, so that links and signs keep working. */
export async function renameProject(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  change: { title: string; summary: string },
): Promise<void> {
  const project = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'project.edit', project.authorityId);
  if (change.title.trim() === '') throw titleMissing({ field: 'title' });
  await updateProject(tx, projectId, { title: change.title.trim(), summary: change.summary.trim() });
  await note(tx, viewer, project, 'project.rename');
}

interface PartOfPerson {
  personId: number;
  part: string;
}

/** Gives a member of the authority a part in the project; giving it twice changes nothing. */
export async function addProjectPerson(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  { personId, part }: PartOfPerson,
): Promise<void> {
  const project = await requireProjectById(tx, projectId);
  const { authorityId } = project;
  requirePermission(viewer, 'project.edit', authorityId);
  if (!isPart(part)) throw partUnknown({ field: 'part', part });
  const roles = await rolesOf(tx, personId, authorityId);
  if (roles.length === 0) throw personNotOfAuthority({ field: 'personId' });
  await insertProjectPerson(tx, { projectId, authorityId, personId, part });
  await note(tx, viewer, project, 'project.add-person', { person: personId, part });
}

/** Takes a part in the project from a person; their roles stay. */
export async function removeProjectPerson(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  { personId, part }: PartOfPerson,
): Promise<void> {
  const project = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'project.edit', project.authorityId);
  if (!isPart(part)) throw partUnknown({ field: 'part', part });
  await deleteProjectPerson(tx, { projectId, personId, part });
  await note(tx, viewer, project, 'project.remove-person', { person: personId, part });
}

async function note(
  tx: Tx,
  viewer: Viewer,
  { id, authorityId }: { id: number; authorityId: number },
  action: `project.${string}`,
  facts: AuditFacts = {},
): Promise<void> {
  await audit(tx, { authorityId, actor: viewer, action, subject: { kind: 'project', id }, facts });
}
