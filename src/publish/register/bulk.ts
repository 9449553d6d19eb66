/** The whole public register, piece by piece: every published promise once, and every device anyone may know of. */
import { type Db, sql } from '../../base/index.ts';
import type { DeclarationBody, PersonalDataClass } from '../../register/index.ts';

const PAGE = 1000;

export interface BulkDeclaration {
  readonly id: number;
  readonly authority: string;
  readonly project: string;
  readonly title: string;
  readonly version: number;
  readonly inForce: boolean;
  readonly inForceFrom: Date;
  readonly endedAt: Date | null;
  readonly declaration: DeclarationBody;
}

export interface BulkDevice {
  readonly id: number;
  readonly authority: string;
  readonly authorityName: string;
  readonly project: string;
  readonly projectTitle: string;
  readonly slug: string;
  readonly name: string;
  readonly state: string;
  readonly stateSince: Date;
  readonly owner: string | null;
  readonly supplier: string | null;
  readonly network: string | null;
  readonly confirmedAt: Date | null;
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly placePrecisionM: number | null;
  readonly properties: readonly string[];
  readonly declarationId: number;
  readonly declarationVersion: number;
  readonly capture: PersonalDataClass;
  readonly controller: string;
  readonly lawfulBasis: string;
  readonly purposes: readonly string[];
  readonly endsOn: string;
  readonly reviewOn: string;
}

/** The register as one JSON document. */
export async function* bulkJson(db: Db, publicUrl: string, now: Date): AsyncGenerator<string> {
  const about = { source: `${publicUrl}/register`, generatedAt: now, changes: `${publicUrl}/register/changes.atom` };
  yield `${JSON.stringify(about).slice(0, -1)},"declarations":[`;
  yield* listed(bulkDeclarations(db));
  yield '],"devices":[';
  yield* listed(bulkDevices(db));
  yield ']}\n';
}

/** Devices in pages, by id. */
export async function* bulkDevices(db: Db): AsyncGenerator<BulkDevice[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql<BulkDevice>`
      select d.id, au.slug as authority, au.name as "authorityName", pr.slug as project, pr.title as "projectTitle", d.slug, d.name,
        d.state, d.state_since as "stateSince", d.owner, d.supplier, d.network, d.confirmed_at as "confirmedAt",
        d.place_name as place, d.latitude, d.longitude, d.place_precision_m as "placePrecisionM",
        (select coalesce(array_agg(distinct ds.property_code order by ds.property_code), '{}') from register.v_datastream ds
          where ds.device_id = d.id) as properties,
        pd.id as "declarationId", pd.version as "declarationVersion", pd.body -> 'classes' ->> 'capture' as capture,
        pd.body ->> 'controller' as controller, pd.body ->> 'lawful_basis' as "lawfulBasis",
        array(select purpose ->> 'label' from jsonb_array_elements(pd.body -> 'purposes') as purpose) as purposes,
        pd.body ->> 'ends_on' as "endsOn", pd.body ->> 'review_on' as "reviewOn"
      from register.v_public_device d
      join identity.v_authority au on au.id = d.authority_id
      join projects.v_project pr on pr.id = d.project_id
      join register.v_published_declaration pd on pd.project_id = d.project_id
      where d.id > ${after} order by d.id limit ${PAGE}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

async function* bulkDeclarations(db: Db): AsyncGenerator<BulkDeclaration[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql<BulkDeclaration>`
      select pd.id, au.slug as authority, pr.slug as project, pr.title, pd.version, pd.is_in_force as "inForce",
        pd.in_force_from as "inForceFrom", pd.ended_at as "endedAt", pd.body as declaration
      from register.v_published_declaration pd
      join identity.v_authority au on au.id = pd.authority_id
      join projects.v_project pr on pr.id = pd.project_id
      where pd.id > ${after} order by pd.id limit ${PAGE}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

async function* listed(pages: AsyncGenerator<object[]>): AsyncGenerator<string> {
  let between = '';
  for await (const page of pages) {
    yield between + page.map((one) => JSON.stringify(one)).join(',\n');
    between = ',\n';
  }
}
