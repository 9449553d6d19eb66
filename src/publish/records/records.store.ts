import { type Db, sql } from '../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../identity/index.ts';
import { type DeclarationBody, listProperties } from '../../register/index.ts';
import { type ProcessingRecord, processingRecord } from './processing-record.ts';

export interface ListedRecord extends ProcessingRecord {
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly projectSlug: string;
  readonly version: number;
  readonly inForce: boolean;
  readonly since: Date;
  readonly endedAt: Date | null;
}

export interface RecordQuery {
  readonly search?: string | undefined;
  /** Only activities with data about people. */
  readonly personal?: boolean | undefined;
  readonly limit?: number;
  readonly offset?: number;
}

/** The record of processing of the authorities whose records the viewer may read, by authority and title. */
export async function listProcessingRecords(
  db: Db,
  viewer: Viewer,
  query: RecordQuery = {},
): Promise<{ total: number; records: ListedRecord[] }> {
  const like = `%${(query.search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
  const personal = sql`not (pd.body -> 'classes' @> '{"capture": "none", "leaving_device": "none", "stored": "none"}')`;
  const { rows } = await sql<{
    authoritySlug: string;
    authorityName: string;
    projectSlug: string;
    version: number;
    inForce: boolean;
    since: Date;
    endedAt: Date | null;
    body: DeclarationBody;
    total: number;
  }>`
    select au.slug as "authoritySlug", au.name as "authorityName", pr.slug as "projectSlug", pd.version, pd.is_in_force as "inForce",
      pd.in_force_from as since, pd.ended_at as "endedAt", pd.body, count(*) over ()::int as total
    from register.v_published_declaration pd
    join identity.v_authority au on au.id = pd.authority_id
    join projects.v_project pr on pr.id = pd.project_id
    where pd.authority_id = any(${authoritiesWhere(viewer, 'record.read')}::int[])
      and (pr.title ilike ${like} or pd.body ->> 'title' ilike ${like}) ${query.personal ? sql`and ${personal}` : sql``}
    order by au.name, pr.title, pd.id limit ${Math.min(query.limit ?? 25, 10_000)} offset ${query.offset ?? 0}`.execute(
    db,
  );
  const names = new Map((await listProperties(db)).map(({ code, name }) => [code, name]));
  return {
    total: rows[0]?.total ?? 0,
    records: rows.map(({ body, total: _, ...row }) => ({
      ...row,
      ...processingRecord(body, (code) => names.get(code) ?? code),
    })),
  };
}

/** Who decides together with whom about what, since when: partnerships with what their members' promises share with partners. */
export interface JointControllers {
  readonly partnership: string;
  readonly lead: string;
  readonly members: readonly string[];
  readonly from: string;
  readonly to: string | null;
  readonly shared: readonly {
    readonly authority: string;
    readonly activity: string;
    readonly controller: string;
    readonly contact: string;
    readonly lawfulBasis: string;
    readonly rightsRoute: string;
    readonly version: number;
  }[];
}

/** The schedule of joint controllers for partnerships that an authority of the viewer belongs to (article 26(2)†). */
export async function listJointControllers(db: Db, viewer: Viewer): Promise<JointControllers[]> {
  const { rows } = await sql<JointControllers>`
    select ps.name as partnership, lead.name as lead, ps.valid_from as "from", ps.valid_to as "to",
      array(select au.name from identity.v_partnership_member pm join identity.v_authority au on au.id = pm.authority_id
        where pm.partnership_id = ps.id order by au.name) as members,
      coalesce((select json_agg(json_build_object('authority', au.name, 'activity', pd.body ->> 'title', 'controller', pd.body ->> 'controller',
          'contact', (pd.body -> 'contact' ->> 'name') || ', ' || (pd.body -> 'contact' ->> 'email'),
          'lawfulBasis', pd.body ->> 'lawful_basis', 'rightsRoute', pd.body ->> 'objections', 'version', pd.version) order by au.name, pd.id)
        from identity.v_partnership_member pm
        join identity.v_authority au on au.id = pm.authority_id
        join register.v_published_declaration pd on pd.authority_id = pm.authority_id and pd.is_in_force
        where pm.partnership_id = ps.id and jsonb_path_exists(pd.body, '$.properties[*].audiences[*] ? (@.audience == "partners")')),
        '[]') as shared
    from identity.v_partnership ps join identity.v_authority lead on lead.id = ps.lead_authority_id
    where exists (select 1 from identity.v_partnership_member own
      where own.partnership_id = ps.id and own.authority_id = any(${authoritiesWhere(viewer, 'record.read')}::int[]))
    order by ps.name`.execute(db);
  return rows;
}
