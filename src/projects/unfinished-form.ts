import { type Db, sql, type Tx } from '../base/index.ts';
import { audit, type Permission, requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from './find-project.ts';

/** What was typed into a long form and not handed in yet; `answers` are what the form makes of them. */
export interface UnfinishedForm {
  readonly answers: Record<string, unknown>;
  readonly savedAt: Date;
  readonly savedBy: string | null;
  /** Ids of everybody who typed something into it. */
  readonly writers: readonly number[];
}

type FormName = 'declaration';

export async function findUnfinishedForm(
  db: Db,
  projectId: number,
  form: FormName,
): Promise<UnfinishedForm | undefined> {
  const { rows } = await sql<UnfinishedForm>`
    select f.answers, f.saved_at as "savedAt", p.name as "savedBy", f.writers
    from projects.unfinished_form f left join identity.v_person p on p.id = f.saved_by
    where f.project_id = ${projectId} and f.form = ${form}`.execute(db);
  return rows[0];
}

/**
 * Changes what is kept of a form, one change at a time, so that two people on two pages of it lose nothing; `start` is
 * what an untouched form begins with. Needs the permission to hand the form in, `<form>.submit`.
 */
export async function changeUnfinishedForm(
  tx: Tx,
  viewer: Viewer,
  { projectId, form, start }: { projectId: number; form: FormName; start: Record<string, unknown> },
  change: (answers: Record<string, unknown>) => Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { authorityId } = await requireToHandIn(tx, viewer, projectId, form);
  const savedBy = viewer.kind === 'person' ? viewer.personId : null;
  await sql`insert into projects.unfinished_form (project_id, authority_id, form, answers)
    values (${projectId}, ${authorityId}, ${form}, ${JSON.stringify(start)}) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ answers: Record<string, unknown> }>`
    select answers from projects.unfinished_form where project_id = ${projectId} and form = ${form} for update`.execute(
    tx,
  );
  const answers = change(rows[0]!.answers);
  await sql`update projects.unfinished_form set answers = ${JSON.stringify(answers)}, saved_by = ${savedBy}, saved_at = now(),
      writers = array(select distinct unnest(array_append(writers, ${savedBy}::int)) except select null)
    where project_id = ${projectId} and form = ${form}`.execute(tx);
  const subject = { kind: 'project', id: projectId };
  await audit(tx, { authorityId, actor: viewer, action: `${form}.type`, subject });
  return answers;
}

/** Throws away what was typed; what was handed in before stays. */
export async function forgetUnfinishedForm(tx: Tx, viewer: Viewer, projectId: number, form: FormName): Promise<void> {
  const { authorityId } = await requireToHandIn(tx, viewer, projectId, form);
  await sql`delete from projects.unfinished_form where project_id = ${projectId} and form = ${form}`.execute(tx);
  const subject = { kind: 'project', id: projectId };
  await audit(tx, { authorityId, actor: viewer, action: `${form}.throw-away`, subject });
}

async function requireToHandIn(tx: Tx, viewer: Viewer, projectId: number, form: FormName) {
  const project = await requireProjectById(tx, projectId);
  requirePermission(viewer, `${form}.submit` satisfies Permission, project.authorityId);
  return project;
}
