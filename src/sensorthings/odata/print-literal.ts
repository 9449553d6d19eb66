import { sql } from 'kysely';
import type { Literal } from './expression.ts';
import type { Operand } from './operand.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** A literal as a typed parameter. */
export function printLiteral(node: Literal, dialect: SqlDialect): Operand {
  const { literal } = node;
  const common = { scopes: [], constant: true, written: node, literal, nullable: false };
  switch (literal.type) {
    case 'text':
    case 'date':
    case 'timeofday':
    case 'number':
      return { ...common, type: literal.type, sql: dialect.literal(literal.type, literal.value) };
    case 'truth':
      return { ...common, type: 'truth', sql: dialect.literal('truth', String(literal.value)) };
    case 'time':
      return { ...common, type: 'time', sql: dialect.literal('time', literal.value.utc) };
    case 'interval': {
      const end = dialect.literal('time', literal.end.utc);
      return { ...common, type: 'interval', sql: dialect.literal('time', literal.start.utc), end };
    }
    case 'duration':
      return { ...common, type: 'duration', sql: dialect.literal('duration', String(literal.seconds)) };
    case 'geometry':
      return { ...common, type: 'geometry', sql: sql`null` };
    case 'null':
      return { ...common, type: 'null', sql: sql`null`, nullable: true };
  }
}
