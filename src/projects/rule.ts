/**
 * What the senior information risk owner may rule: a project runs in an emergency without its clearances, and of a project
 * with a continuity plan whose clearances lapsed, whether readings go on or stop. Every ruling has a reason; both are public.
 */
import { announce, type Clock, sql, systemClock, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from './find-project.ts';
import { lockProject } from './outcome.store.ts';
import { updateProject } from './project.store.ts';
import { type Project, STAGES, type Stage } from './project.ts';
import { approvalNeedsPerson, nothingToRule, rulingInvalid } from './projects.errors.ts';
import { insertRuling, takePastEmergencies } from './ruling.store.ts';
import { findStanding } from './standing.ts';

/** The longest an emergency may last. Whoever needs more time can rule again, with a reason again. */
export const LONGEST_EMERGENCY_DAYS = 28;
const DAY_MS = 86_400_000;

/**
 * Lets a project be live, and its declaration come into force, without its clearances, until a day at most 28 days ahead.
 * Then it ends by itself: the stage goes back, the declaration is suspended, unless everything was cleared meanwhile.
 */
export async function declareEmergency(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  ruling: { reason: string; until: Date },
  clock: Clock = systemClock,
): Promise<void> {
  const { project, personId } = await open(tx, viewer, projectId);
  const at = clock.now();
  const reason = requireReason(ruling.reason);
  if (!(ruling.until > at)) throw rulingInvalid({ field: 'until', why: 'An emergency ends on a day that is to come.' });
  if (ruling.until.getTime() > at.getTime() + LONGEST_EMERGENCY_DAYS * DAY_MS)
    throw rulingInvalid({ field: 'until', why: `An emergency lasts at most ${LONGEST_EMERGENCY_DAYS} days.` });
  const { id, authorityId, stage } = project;
  const row = { authorityId, projectId: id, personId, at, reason };
  await insertRuling(tx, { ...row, kind: 'emergency', until: ruling.until, stageBefore: stage });
  const subject = { kind: 'project', id };
  const facts = { until: ruling.until.toISOString() };
  await audit(tx, { authorityId, actor: viewer, action: 'project.emergency', subject, reason, facts });
  await sql`select projects.reckon(${id}, true)`.execute(tx);
  if (STAGES.indexOf(stage) < STAGES.indexOf('live')) await updateProject(tx, id, { stage: 'live' });
  await announce(tx, 'projects.clearance-changed', { authorityId, projectId: id });
}

/**
 * Decides on an escalated project: readings go on until a day, or stop at once. Refuses where there is no continuity plan,
 * or nothing has lapsed.
 */
export async function ruleOnContinuity(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  ruling: { decision: 'go_on'; reason: string; until: Date } | { decision: 'stop'; reason: string },
  clock: Clock = systemClock,
): Promise<void> {
  const { project, personId } = await open(tx, viewer, projectId);
  const standing = await findStanding(tx, projectId);
  if (!standing?.isContinuity) throw nothingToRule({ why: 'no declaration with a continuity plan is in force' });
  if (!standing.isAtRisk && !standing.isSuspended) throw nothingToRule({ why: 'every clearance it needs stands' });
  const at = clock.now();
  const until = ruling.decision === 'go_on' ? ruling.until : null;
  if (until && !(until > at)) throw rulingInvalid({ field: 'until', why: 'Say until a day that is to come.' });
  const { id, authorityId } = project;
  const reason = requireReason(ruling.reason);
  await insertRuling(tx, {
    ...{ authorityId, projectId: id, personId, at, reason },
    ...{ kind: ruling.decision, until, stageBefore: null },
  });
  const action = until ? 'project.go-on' : 'project.stop';
  const facts = { until: until?.toISOString() };
  await audit(tx, { authorityId, actor: viewer, action, subject: { kind: 'project', id }, reason, facts });
  if (ruling.decision === 'go_on') await sql`select projects.reckon(${id}, true)`.execute(tx);
  else
    await sql`update projects.standing set suspended_from = now(), cause = 'ruling', words = ${reason}
      where project_id = ${id}`.execute(tx);
  await announce(tx, 'projects.clearance-changed', { authorityId, projectId: id });
}

/**
 * A job: ends emergencies whose day has come, and puts a project that still lacks something back to the stage it came
 * from. Says how many ended.
 */
export async function endEmergencies(tx: Tx): Promise<number> {
  const ended = await takePastEmergencies(tx);
  for (const { authorityId, projectId, stageBefore } of ended) {
    const subject = { kind: 'project', id: projectId };
    await audit(tx, { authorityId, actor: 'house', action: 'project.emergency-over', subject });
    const { stage } = await requireProjectById(tx, projectId);
    const { rows } = await sql<{ gate: Stage }>`
      select distinct gate from projects.v_gap where project_id = ${projectId} and not is_coming`.execute(tx);
    const lacking = new Set(rows.map(({ gate }) => gate));
    if (lacking.has(stage)) {
      const before = STAGES.slice(0, STAGES.indexOf(stageBefore ?? 'direct') + 1);
      await updateProject(tx, projectId, { stage: before.findLast((each) => !lacking.has(each)) ?? 'direct' });
    }
    await announce(tx, 'projects.clearance-changed', { authorityId, projectId });
  }
  return ended.length;
}

async function open(tx: Tx, viewer: Viewer, projectId: number): Promise<{ project: Project; personId: number }> {
  const project = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'risk.rule', project.authorityId);
  if (viewer.kind !== 'person') throw approvalNeedsPerson({ subject: 'project' });
  await lockProject(tx, projectId);
  return { project, personId: viewer.personId };
}

function requireReason(text: string): string {
  const reason = text.trim();
  if (reason === '') throw rulingInvalid({ field: 'reason', why: 'A reason is needed.' });
  return reason;
}
