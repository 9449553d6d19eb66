import { type Db, type RawBuilder, type SqlBool, sql, type Tx } from '../../base/index.ts';
import { type EnquiryKind, KEPT_DAYS, type Outcome } from './enquiry-rules.ts';

/** What somebody sent, as the people who answer it see it. */
export interface Enquiry {
  readonly id: number;
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly kind: EnquiryKind;
  readonly reference: string;
  /** Null once it was forgotten. */
  readonly body: string | null;
  readonly email: string | null;
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date | null;
  readonly answerBy: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answeredByName: string | null;
  readonly answer: string | null;
  readonly outcome: Outcome | null;
  readonly shownBody: string | null;
  /** What it is about: a place or a project, with the address of its public page. */
  readonly subject: string | null;
  readonly subjectHref: string | null;
}

export interface NewEnquiry {
  readonly authorityId: number;
  readonly kind: EnquiryKind;
  readonly projectId: number | null;
  readonly placeId: number | null;
  readonly reference: string;
  readonly formKey: string;
  readonly body: string;
  readonly email: string | null;
  readonly receivedAt: Date;
  readonly acknowledgeBy: Date | null;
  readonly answerBy: Date | null;
}

/** Keeps an enquiry; the same form sent again changes nothing. Returns its reference. */
export async function insertEnquiry(tx: Tx, row: NewEnquiry): Promise<string> {
  const { rows } = await sql<{ reference: string }>`
    insert into publish.enquiry (authority_id, kind, project_id, place_id, reference, form_key, body, email, received_at,
      acknowledge_by, answer_by)
    values (${row.authorityId}, ${row.kind}, ${row.projectId}, ${row.placeId}, ${row.reference}, ${row.formKey}, ${row.body},
      ${row.email}, ${row.receivedAt}, ${row.acknowledgeBy}, ${row.answerBy})
    on conflict (form_key) do update set form_key = excluded.form_key returning reference`.execute(tx);
  return rows[0]!.reference;
}

export async function countSince(db: Db, authorityId: number, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from publish.enquiry
    where authority_id = ${authorityId} and answered_at is null and received_at > ${since}`.execute(db);
  return rows[0]!.count;
}

export async function selectEnquiries(
  db: Db,
  where: RawBuilder<SqlBool>,
  page: { limit: number; offset?: number } = { limit: 1 },
): Promise<{ total: number; enquiries: Enquiry[] }> {
  const { rows } = await sql<Enquiry & { total: number }>`
    select e.id, e.authority_id as "authorityId", au.slug as "authoritySlug", au.name as "authorityName", e.kind, e.reference, e.body,
      e.email, e.received_at as "receivedAt", e.acknowledge_by as "acknowledgeBy", e.answer_by as "answerBy",
      e.acknowledged_at as "acknowledgedAt", e.answered_at as "answeredAt", pe.name as "answeredByName", e.answer, e.outcome,
      e.shown_body as "shownBody", coalesce(pl.name, pr.title) as subject,
      case when pl.id is not null then '/register/' || au.slug || '/places/' || pl.slug
           when pr.id is not null then '/register/' || au.slug || '/projects/' || pr.slug end as "subjectHref",
      count(*) over ()::int as total
    from publish.enquiry e
    join identity.v_authority au on au.id = e.authority_id
    left join identity.v_person pe on pe.id = e.answered_by
    left join projects.v_project pr on pr.id = e.project_id
    left join register.v_place pl on pl.id = e.place_id
    where ${where}
    order by e.answered_at is not null, coalesce(case when e.acknowledged_at is null then e.acknowledge_by end, e.answer_by,
      'infinity'), e.received_at desc, e.id
    limit ${page.limit} offset ${Math.max(page.offset ?? 0, 0)}`.execute(db);
  return { total: rows[0]?.total ?? 0, enquiries: rows.map(({ total: _, ...enquiry }) => enquiry) };
}

export async function markAcknowledged(tx: Tx, id: number, by: number, at: Date): Promise<void> {
  await sql`update publish.enquiry set acknowledged_at = ${at}, acknowledged_by = ${by}
    where id = ${id} and acknowledged_at is null`.execute(tx);
}

export async function markAnswered(
  tx: Tx,
  id: number,
  row: { answer: string; outcome: Outcome; shownBody: string | null; by: number; at: Date },
): Promise<void> {
  await sql`update publish.enquiry set answer = ${row.answer}, outcome = ${row.outcome}, shown_body = ${row.shownBody},
      answered_at = coalesce(answered_at, ${row.at}), answered_by = ${row.by},
      acknowledged_at = coalesce(acknowledged_at, ${row.at}), acknowledged_by = coalesce(acknowledged_by, ${row.by})
    where id = ${id}`.execute(tx);
}

/**
 * Forgets what is not needed any more: addresses 30 days after the answer, words a year after it, and both of what nobody answered
 * in two years. What was made public stays, and so do the dates. Returns how many were touched.
 */
export async function forgetEnquiries(db: Db, now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const { emailAfterAnswer, wordsAfterAnswer, unanswered } = KEPT_DAYS;
  const done = await sql`update publish.enquiry set email = null,
      body = case when answered_at < ${before(wordsAfterAnswer)} or received_at < ${before(unanswered)} then null else body end,
      answer = case when shown_body is null and answered_at < ${before(wordsAfterAnswer)} then null else answer end,
      forgotten_at = ${now}
    where (email is not null and (answered_at < ${before(emailAfterAnswer)} or received_at < ${before(unanswered)}))
       or (body is not null and (answered_at < ${before(wordsAfterAnswer)} or received_at < ${before(unanswered)}))`.execute(
    db,
  );
  return Number(done.numAffectedRows ?? 0);
}
