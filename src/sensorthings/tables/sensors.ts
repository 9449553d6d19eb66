import { sql } from '../../base/index.ts';
import { visibleDevices } from '../../register/index.ts';
import { plainTable, properties, text } from './plain-table.ts';

/** A Sensor is a model of device. Whoever may know of a device of it may know of it. */
export const SENSORS = plainTable({
  entity: 'Sensor',
  view: 'register.v_model',
  visible: (alias, { viewer }) => sql`exists (
    select 1 from register.v_device d where d.model_id = ${sql.ref(`${alias}.id`)} and ${visibleDevices(viewer, 'd')})`,
  columns: (alias) => {
    const maker = sql.ref(`${alias}.maker`);
    const name = sql.ref(`${alias}.name`);
    const datasheet = sql.ref(`${alias}.datasheet_url`);
    return {
      name: text(name),
      description: text(sql`coalesce(nullif(${sql.ref(`${alias}.description`)}, ''), ${maker} || ' ' || ${name})`),
      encodingType: text(sql`(case when ${datasheet} is null then 'text/plain' else 'text/html' end)`),
      metadata: text(sql`coalesce(${datasheet}, ${maker} || ' ' || ${name})`),
      properties: properties(sql`jsonb_build_object('maker', ${maker}, 'technology', ${sql.ref(`${alias}.technology`)},
        'supportEndsOn', ${sql.ref(`${alias}.support_ends_on`)})`),
    };
  },
});
