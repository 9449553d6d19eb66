export { type Finding, findFinding, listFindings, type NewFinding, type SubjectKind } from './finding.store.ts';
export { endFinding, FINDING_NEWS, reportFinding } from './report-finding.ts';
