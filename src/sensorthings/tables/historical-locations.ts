import { sql } from '../../base/index.ts';
import { visibleDevices, visiblePlaces } from '../../register/index.ts';
import { plainTable } from './plain-table.ts';

/** A HistoricalLocation is a placement: a device came to a place at a time. Both must be visible. */
export const HISTORICAL_LOCATIONS = plainTable({
  entity: 'HistoricalLocation',
  view: 'register.v_placement',
  visible: (alias, { viewer }) => sql`(
    exists (select 1 from register.v_device d where d.id = ${sql.ref(`${alias}.device_id`)} and ${visibleDevices(viewer, 'd')})
    and exists (select 1 from register.v_place pl where pl.id = ${sql.ref(`${alias}.place_id`)} and ${visiblePlaces(viewer, 'pl')}))`,
  columns: (alias) => ({ time: { type: 'time', sql: sql.ref(`${alias}.valid_from`), nullable: false } }),
});
