import { sql } from '../../base/index.ts';
import { plainTable, properties, text } from './plain-table.ts';

/** The vocabulary: one list for every authority, open to anyone. Our own definitions become absolute addresses. */
export const OBSERVED_PROPERTIES = plainTable({
  entity: 'ObservedProperty',
  view: 'register.v_observed_property',
  visible: () => sql`true`,
  columns: (alias, { publicUrl }) => {
    const definition = sql.ref(`${alias}.definition`);
    return {
      name: text(sql.ref(`${alias}.name`)),
      definition: text(
        sql`(case when ${definition} like '/%' then ${publicUrl}::text || ${definition} else ${definition} end)`,
      ),
      description: text(sql.ref(`${alias}.description`)),
      properties:
        properties(sql`jsonb_build_object('code', ${sql.ref(`${alias}.code`)}, 'kind', ${sql.ref(`${alias}.kind`)},
        'theme', ${sql.ref(`${alias}.theme`)})`),
    };
  },
});
