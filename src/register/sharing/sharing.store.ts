import { type Db, type RawBuilder, type SqlBool, sql, type Tx } from '../../base/index.ts';
import type { Detail } from '../declaration.ts';

export interface SharingParty {
  readonly authorityId: number;
  readonly authorityName: string;
  readonly authoritySlug: string;
  readonly gives: boolean;
  readonly receives: boolean;
  readonly offeredBy: number | null;
  readonly approvedAt: Date | null;
}

export interface SharedProperty {
  readonly authorityId: number;
  readonly projectId: number;
  readonly projectTitle: string;
  readonly propertyCode: string;
  readonly propertyName: string;
}

export interface SharingAgreement {
  readonly id: number;
  readonly authorityId: number;
  readonly title: string;
  readonly purposes: readonly string[];
  readonly controllers: string;
  readonly detail: Detail;
  /** YYYY-MM-DD. */
  readonly validFrom: string;
  /** Its last day. */
  readonly endsOn: string;
  readonly partnershipId: number | null;
  readonly partnershipName: string | null;
  readonly proposedBy: number | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  /** Every giver has approved, it has begun, and it is not over. */
  readonly inForce: boolean;
  /** Every giver has approved, whether or not it is over. */
  readonly approved: boolean;
  readonly parties: readonly SharingParty[];
  readonly shared: readonly SharedProperty[];
}

/** Agreements, those in force first, then the newest. */
export async function selectAgreements(db: Db, where: RawBuilder<SqlBool>): Promise<SharingAgreement[]> {
  const { rows } = await sql<SharingAgreement>`
    select a.id, a.authority_id as "authorityId", a.title, a.purposes, a.controllers, a.detail, a.valid_from as "validFrom",
      a.ends_on as "endsOn", a.partnership_id as "partnershipId", pa.name as "partnershipName",
      a.proposed_by as "proposedBy", a.ended_at as "endedAt", a.end_reason as "endReason",
      exists (select 1 from register.v_sharing_in_force f where f.id = a.id) as "inForce",
      not exists (select 1 from register.sharing_party g
        where g.agreement_id = a.id and g.gives and g.approved_at is null) as approved,
      (select json_agg(json_build_object('authorityId', p.authority_id, 'authorityName', au.name, 'authoritySlug', au.slug,
          'gives', p.gives, 'receives', p.receives, 'offeredBy', p.offered_by, 'approvedAt', p.approved_at) order by au.name)
        from register.sharing_party p join identity.v_authority au on au.id = p.authority_id
        where p.agreement_id = a.id) as parties,
      coalesce((select json_agg(json_build_object('authorityId', s.authority_id, 'projectId', s.project_id,
          'projectTitle', pr.title, 'propertyCode', s.property_code, 'propertyName', op.name) order by pr.title, op.name)
        from register.shared_property s join projects.v_project pr on pr.id = s.project_id
        join register.observed_property op on op.code = s.property_code where s.agreement_id = a.id), '[]') as shared
    from register.sharing_agreement a left join identity.v_partnership pa on pa.id = a.partnership_id
    where ${where} order by "inForce" desc, a.id desc`.execute(db);
  return rows;
}

export async function insertAgreement(
  tx: Tx,
  a: Pick<
    SharingAgreement,
    | 'authorityId'
    | 'title'
    | 'purposes'
    | 'controllers'
    | 'detail'
    | 'validFrom'
    | 'endsOn'
    | 'partnershipId'
    | 'proposedBy'
  > & { proposedAt: Date; parties: readonly Pick<SharingParty, 'authorityId' | 'gives' | 'receives'>[] },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into register.sharing_agreement (authority_id, title, purposes,
      controllers, detail, valid_from, ends_on, partnership_id, proposed_by, proposed_at)
    values (${a.authorityId}, ${a.title}, ${a.purposes}::text[], ${a.controllers}, ${a.detail}, ${a.validFrom}::date,
      ${a.endsOn}::date, ${a.partnershipId}, ${a.proposedBy}, ${a.proposedAt}) returning id`.execute(tx);
  const id = rows[0]!.id;
  for (const { authorityId, gives, receives } of a.parties) {
    await sql`insert into register.sharing_party (agreement_id, authority_id, gives, receives)
      values (${id}, ${authorityId}, ${gives}, ${receives})`.execute(tx);
  }
  return id;
}

/** Puts these in the place of what a party gave before, and takes its approval back. */
export async function replaceShared(
  tx: Tx,
  of: { agreementId: number; authorityId: number; offeredBy: number | null },
  items: readonly Pick<SharedProperty, 'projectId' | 'propertyCode'>[],
): Promise<void> {
  const { agreementId, authorityId, offeredBy } = of;
  await sql`update register.sharing_party set approved_at = null, approved_by = null, offered_by = ${offeredBy}
    where agreement_id = ${agreementId} and authority_id = ${authorityId}`.execute(tx);
  await sql`delete from register.shared_property where agreement_id = ${agreementId} and authority_id = ${authorityId}`.execute(
    tx,
  );
  for (const { projectId, propertyCode } of items) {
    await sql`insert into register.shared_property (agreement_id, authority_id, project_id, property_code)
      values (${agreementId}, ${authorityId}, ${projectId}, ${propertyCode})`.execute(tx);
  }
}

export async function markPartyApproved(
  tx: Tx,
  agreementId: number,
  authorityId: number,
  by: number,
  at: Date,
): Promise<void> {
  await sql`update register.sharing_party set approved_at = ${at}, approved_by = ${by}
    where agreement_id = ${agreementId} and authority_id = ${authorityId}`.execute(tx);
}

export async function markAgreementEnded(
  tx: Tx,
  id: number,
  by: number | null,
  at: Date,
  reason: string,
): Promise<void> {
  await sql`update register.sharing_agreement set ended_at = ${at}, ended_by = ${by}, end_reason = ${reason}
    where id = ${id} and ended_at is null`.execute(tx);
}

/** Takes the agreement's row, so that two people deciding at once do so one after the other. */
export async function lockAgreement(tx: Tx, id: number): Promise<void> {
  await sql`select 1 from register.sharing_agreement where id = ${id} for update`.execute(tx);
}

export interface PartnerPromise {
  readonly projectId: number;
  readonly projectTitle: string;
  readonly propertyCode: string;
  readonly propertyName: string;
  readonly purposes: readonly string[];
  readonly detail: Detail;
}

/** What an authority's declarations in force promise to partners. */
export async function partnerPromises(db: Db, authorityId: number): Promise<PartnerPromise[]> {
  const { rows } = await sql<PartnerPromise>`
    select p.project_id as "projectId", pr.title as "projectTitle", p.property_code as "propertyCode",
      op.name as "propertyName", p.purposes, p.detail
    from register.v_partner_promise p join projects.v_project pr on pr.id = p.project_id
    join register.observed_property op on op.code = p.property_code
    where p.authority_id = ${authorityId} order by pr.title, op.name`.execute(db);
  return rows;
}
