export { createProject, type NewProjectInput } from './create-project.ts';
export {
  countByStage,
  findProject,
  listProjects,
  type ProjectFilter,
  requireProject,
  requireProjectById,
} from './find-project.ts';
export type { ListedProject } from './project.store.ts';
export { isSlug, isStage, PARTS, type Part, type Project, STAGE_SAYS, STAGES, type Stage, slugOf } from './project.ts';
export { listProjectPeople, type ProjectPerson } from './project-people.store.ts';
export { type ApprovalInput, recordApproval } from './record-approval.ts';
