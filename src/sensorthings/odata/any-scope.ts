import { sql } from 'kysely';
import { type AnyScope, type Operand, unite } from './operand.ts';
import type { Sql } from './sql-dialect.ts';

type Condition = Pick<Operand, 'sql' | 'scopes'>;

/** The condition inside the rows it runs over: true when any of them fulfils it. */
export function close(condition: Condition): Sql {
  return condition.scopes.reduceRight<Sql>((inner, scope) => scope.exists(inner), condition.sql);
}

/** All of the conditions, those over the same to-many step about the same row of it. */
export function conjoin(conditions: readonly Condition[]): Sql {
  const parts = conditions.filter(({ scopes }) => scopes.length === 0).map((condition) => condition.sql);
  const groups = new Map<string, { scope: AnyScope; inside: Condition[] }>();
  for (const { sql: condition, scopes } of conditions) {
    const [scope, ...rest] = scopes;
    if (!scope) continue;
    const group = groups.get(scope.key) ?? { scope, inside: [] };
    group.inside.push({ sql: condition, scopes: rest });
    groups.set(scope.key, group);
  }
  for (const { scope, inside } of groups.values()) parts.push(scope.exists(conjoin(inside)));
  return join(parts, 'and');
}

/** Any of the conditions. When all run over the same rows they stay open, so that an `and` around them can share the row. */
export function disjoin(conditions: readonly Condition[]): Condition {
  const scopes = unite(...conditions.map((condition) => condition.scopes));
  const shared = conditions.every((condition) => condition.scopes.length === scopes.length);
  if (shared)
    return {
      sql: join(
        conditions.map((condition) => condition.sql),
        'or',
      ),
      scopes,
    };
  return { sql: join(conditions.map(close), 'or'), scopes: [] };
}

function join(parts: readonly Sql[], word: 'and' | 'or'): Sql {
  return parts.length === 1 ? parts[0]! : sql`(${sql.join([...parts], sql.raw(` ${word} `))})`;
}
