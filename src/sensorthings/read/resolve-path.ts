import { sql } from '../../base/index.ts';
import type { ModelPath, NavigationStep } from '../odata/follow-path.ts';
import type { AnyScope, ResolvedPath } from '../odata/operand.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Reader } from '../tables/entity-table.ts';
import { linkTo } from '../tables/links.ts';
import { rowUnder, TABLES } from '../tables/tables.ts';

/** Ids of these single-valued neighbours stand in the row itself. */
const OWN_COLUMNS: Readonly<Record<string, string>> = {
  'Observation/Datastream': 'datastream_id',
  'Datastream/Thing': 'device_id',
  'Datastream/Sensor': 'model_id',
  'HistoricalLocation/Thing': 'device_id',
};

/**
 * How a path of a filter is read from the rows under an alias. Steps up to the last to-many one become rows to search
 * (`exists`), the single-valued ones behind it are looked up. Rows the reader may not see are not there.
 */
export function pathResolver(alias: string, reader: Reader): (path: ModelPath) => ResolvedPath {
  const aliases = new Map<string, string>();
  const aliasOf = (key: string): string => {
    const known = aliases.get(key) ?? `${alias}_${aliases.size + 1}`;
    aliases.set(key, known);
    return known;
  };
  return (path) => {
    const lastMany = path.navigation.findLastIndex((step) => step.many);
    const searched = walk(path.navigation.slice(0, lastMany + 1), { entity: path.from, alias, key: '' }, aliasOf);
    const scopes = searched.map(({ step, from, to }): AnyScope => {
      const source = TABLES[step.target].from(to.alias, reader);
      const link = linkTo(rowUnder(from.alias, from.entity), step.name, to.alias);
      return {
        key: to.key,
        exists: (condition: Sql) => sql`exists (select 1 from ${source} where ${link} and ${condition})`,
      };
    });
    const at = searched.at(-1)?.to ?? { entity: path.from, alias, key: '' };
    const found = lookUp(path, path.navigation.slice(lastMany + 1), at, aliasOf, reader);
    return scopes.length === 0 ? found : { ...found, any: scopes, nullable: true };
  };
}

interface Place {
  readonly entity: NavigationStep['target'];
  readonly alias: string;
  readonly key: string;
}

function walk(steps: readonly NavigationStep[], start: Place, aliasOf: (key: string) => string) {
  let from = start;
  return steps.map((step) => {
    const key = from.key === '' ? step.name : `${from.key}/${step.name}`;
    const to: Place = { entity: step.target, alias: aliasOf(key), key };
    const walked = { step, from, to };
    from = to;
    return walked;
  });
}

/** A property, or one behind single-valued steps: a value looked up in the row they lead to. */
function lookUp(
  path: ModelPath,
  steps: readonly NavigationStep[],
  start: Place,
  aliasOf: (key: string) => string,
  reader: Reader,
): ResolvedPath {
  const [only, ...more] = steps;
  if (!only) return columnOf(start, path.property, reader);
  const own = more.length === 0 && path.property === 'id' ? OWN_COLUMNS[`${start.entity}/${only.name}`] : undefined;
  if (own) return { type: 'number', sql: sql.ref(`${start.alias}.${own}`), nullable: false };
  const walked = walk(steps, start, aliasOf);
  const { sql: value, end, as, type } = columnOf(walked.at(-1)!.to, path.property, reader);
  const inside = (wanted: Sql) =>
    walked.reduceRight<Sql>((inner, { step, from, to }) => {
      const link = linkTo(rowUnder(from.alias, from.entity), step.name, to.alias);
      return sql`(select ${inner} from ${TABLES[step.target].from(to.alias, reader)} where ${link})`;
    }, wanted);
  const others = as && Object.fromEntries(Object.entries(as).map(([name, other]) => [name, inside(other)]));
  return { type, sql: inside(value), ...(end && { end: inside(end) }), ...(others && { as: others }) };
}

function columnOf(place: Place, property: string, reader: Reader): ResolvedPath {
  return TABLES[place.entity].columns(place.alias, reader)[property]!;
}
