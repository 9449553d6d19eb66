import { sql } from '../../base/index.ts';
import { visibleDevices } from '../../register/index.ts';
import { authoritySlug, plainTable, projectSlug, properties, text } from './plain-table.ts';

/** A Thing is a device. */
export const THINGS = plainTable({
  entity: 'Thing',
  view: 'register.v_device',
  visible: (alias, { viewer }) => visibleDevices(viewer, alias),
  columns: (alias, { publicUrl }) => ({
    name: text(sql.ref(`${alias}.name`)),
    description: text(
      sql`(select m.maker || ' ' || m.name from register.v_model m where m.id = ${sql.ref(`${alias}.model_id`)})`,
    ),
    properties:
      properties(sql`jsonb_build_object('authority', ${authoritySlug(alias)}, 'project', ${projectSlug(alias)},
      'slug', ${sql.ref(`${alias}.slug`)}, 'state', ${sql.ref(`${alias}.state`)}, 'network', ${sql.ref(`${alias}.network`)},
      'owner', ${sql.ref(`${alias}.owner`)}, 'supplier', ${sql.ref(`${alias}.supplier`)},
      'reportIntervalSeconds', ${sql.ref(`${alias}.report_interval_s`)},
      'page', ${publicUrl}::text || '/register/' || ${authoritySlug(alias)} || '/devices/' || ${sql.ref(`${alias}.slug`)})`),
  }),
});
