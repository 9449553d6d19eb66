import { type Db, sql } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { visibleDatastreams } from '../../register/index.ts';

export interface ReadableDatastream {
  readonly id: number;
  readonly property: string;
  readonly propertyCode: string;
  readonly kind: string;
  readonly unit: string | null;
  readonly decimals: number | null;
}

/** The datastreams of some devices whose readings this viewer may read; what is about the device itself comes last. */
export async function listReadableDatastreams(
  db: Db,
  viewer: Viewer,
  deviceIds: readonly number[],
): Promise<ReadableDatastream[]> {
  const { rows } = await sql<ReadableDatastream>`
    select ds.id, op.name as property, op.code as "propertyCode", op.kind, op.unit_symbol as unit, ds.decimals
    from register.v_datastream ds join register.v_observed_property op on op.code = ds.property_code
    where ds.device_id = any(${deviceIds as number[]}::int[]) and ${visibleDatastreams(viewer)}
    order by op.theme = 'device', op.name, ds.id`.execute(db);
  return rows;
}
