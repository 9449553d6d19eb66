export {
  type Finding,
  findFinding,
  listFindings,
  listOpenSubjects,
  type NewFinding,
  type SubjectKind,
} from './finding.store.ts';
export { endFinding, FINDING_NEWS, reportFinding } from './report-finding.ts';
export { listVisibleFindings } from './visible-findings.ts';
