/**
 * What is held about the people of a place, for a request of access (UK GDPR article 15†): what was promised, what stood there, and the
 * readings, piece by piece. Only while the person was there, and only what whoever puts it together may read; the rest is named.
 */
import { type Db, sql } from '../../base/index.ts';
import { type PersonViewer, requirePermission } from '../../identity/index.ts';
import { pageObservations } from '../../observations/index.ts';
import { type DeclarationBody, listProperties, requirePlaceAt, visibleDatastreams } from '../../register/index.ts';
import { isIdentifiableStored, processingRecord, rightsOf } from './processing-record.ts';

export interface BundleRequest {
  readonly authorityId: number;
  readonly placeSlug: string;
  readonly from: Date;
  readonly to: Date;
}

interface Held {
  readonly id: number;
  readonly projectId: number;
  readonly device: string;
  readonly property: string;
  readonly unit: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly readable: boolean;
}

/** What the bundle will hold: the promises, the sensors and whether anybody can be told from what is stored. */
export async function subjectHoldings(db: Db, viewer: PersonViewer, request: BundleRequest) {
  requirePermission(viewer, 'subject.export', request.authorityId);
  const place = await requirePlaceAt(db, viewer, request.authorityId, request.placeSlug);
  const { rows: held } = await sql<Held>`
    select ds.id, ds.project_id as "projectId", d.name as device, op.name as property, op.unit_code as unit,
      greatest(pm.valid_from, ${request.from}::timestamptz) as "from",
      least(coalesce(pm.valid_to, ${request.to}::timestamptz), ${request.to}::timestamptz) as "to", ${visibleDatastreams(viewer)} as readable
    from register.v_placement pm
    join register.v_device d on d.id = pm.device_id
    join register.v_datastream ds on ds.device_id = d.id
    join register.v_observed_property op on op.code = ds.property_code
    where pm.place_id = ${place.id} and pm.valid_from < ${request.to} and (pm.valid_to is null or pm.valid_to > ${request.from})
    order by d.name, op.name, pm.valid_from`.execute(db);
  const { rows: promises } = await sql<{
    projectId: number;
    version: number;
    from: Date;
    to: Date | null;
    body: DeclarationBody;
  }>`
    select dc.project_id as "projectId", dc.version, dc.in_force_from as "from", dc.ended_at as "to", dc.body from register.v_declaration dc
    where dc.project_id = any(${[...new Set(held.map(({ projectId }) => projectId))]}::int[]) and dc.in_force_from < ${request.to}
      and (dc.ended_at is null or dc.ended_at > ${request.from}) order by dc.project_id, dc.version`.execute(db);
  const identifiable = new Set(
    promises.filter(({ body }) => isIdentifiableStored(body)).map(({ projectId }) => projectId),
  );
  return {
    place,
    promises,
    held: held.filter(({ projectId }) => identifiable.has(projectId)),
    notIdentifiable: [
      ...new Set(held.filter(({ projectId }) => !identifiable.has(projectId)).map(({ device }) => device)),
    ],
  };
}

/** The bundle as one JSON document. */
export async function* subjectBundle(
  db: Db,
  viewer: PersonViewer,
  request: BundleRequest,
  now: Date,
): AsyncGenerator<string> {
  const { place, promises, held, notIdentifiable } = await subjectHoldings(db, viewer, request);
  const names = new Map((await listProperties(db)).map(({ code, name }) => [code, name]));
  const about = {
    place: place.name,
    from: request.from,
    to: request.to,
    putTogetherAt: now,
    promises: promises.map(({ version, from, to, body }) => ({
      version,
      inForce: { from, to },
      ...processingRecord(body, (code) => names.get(code) ?? code),
      rights: rightsOf(body.lawful_basis),
      howToObject: body.objections,
    })),
    sensors: held.map(({ device, property, unit, from, to }) => ({ device, property, unit, from, to })),
    notIncluded: [
      ...held
        .filter(({ readable }) => !readable)
        .map(({ device, property }) => ({
          device,
          property,
          why: 'Whoever put this together may not read these readings; the people of the project must add them.',
        })),
      ...notIdentifiable.map((device) => ({ device, why: 'What is stored of it tells nobody from anybody else.' })),
    ],
  };
  yield `${JSON.stringify(about).slice(0, -1)},"readings":[`;
  let between = '';
  for (const { id, device, property, unit, from, to } of held.filter(({ readable }) => readable)) {
    let after: string | undefined;
    do {
      const page = await pageObservations(db, {
        datastreamIds: [id],
        from,
        to,
        order: 'oldest-first',
        after,
        limit: 5_000,
      });
      if (page.rows.length > 0) {
        const lines = page.rows.map(({ phenomenonTime, value, textValue }) =>
          JSON.stringify({ at: phenomenonTime, device, property, result: value ?? textValue, unit }),
        );
        yield between + lines.join(',\n');
        between = ',\n';
      }
      after = page.after;
    } while (after !== undefined);
  }
  yield ']}\n';
}
