/**
 * Prints a filter as SQL. The meaning is SensorThings': a null operand leaves the row out, a number meets a quoted
 * literal as text, times compare as instants, a path through many entities means any of them.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { close, conjoin, disjoin } from './any-scope.ts';
import type { Expression, Path } from './expression.ts';
import { malformed } from './odata-error.ts';
import { asType, describe, madeOf, type Operand, type Printing, requireType, whereIs } from './operand.ts';
import { printArithmetic } from './print-arithmetic.ts';
import { printCall } from './print-call.ts';
import { printComparison } from './print-comparison.ts';
import { printLiteral } from './print-literal.ts';
import type { Sql } from './sql-dialect.ts';

/** A whole filter as a condition. Throws ODataError 400 for types that do not go together, 501 for geometry. */
export function printFilter(filter: Expression, printing: Printing): RawBuilder<SqlBool> {
  return close(printTruth(filter, printing)) as RawBuilder<SqlBool>;
}

/** A value, such as a key of `$orderby`. */
export function printValue(expression: Expression, printing: Printing): Operand {
  return print(expression, printing);
}

function print(node: Expression, printing: Printing): Operand {
  const { dialect } = printing;
  switch (node.kind) {
    case 'literal':
      return printLiteral(node, dialect);
    case 'path':
      return printPath(node, printing);
    case 'comparison':
      return printComparison(node, node.operator, print(node.left, printing), print(node.right, printing), dialect);
    case 'arithmetic':
      return printArithmetic(node, print(node.left, printing), print(node.right, printing), dialect);
    case 'negation': {
      const operand = print(node.operand, printing);
      const type = operand.type === 'duration' ? 'duration' : 'number';
      return { ...madeOf(node, operand), type, sql: sql`(- ${requireType(operand, type, dialect)})` };
    }
    case 'call':
      return printCall(
        node,
        node.args.map((arg) => print(arg, printing)),
        printing,
      );
    case 'in': {
      const operand = print(node.operand, printing);
      const equal = node.options.map((option) =>
        printComparison(node, 'eq', operand, print(option, printing), dialect),
      );
      return { ...madeOf(node, ...equal), type: 'truth', ...disjoin(equal) };
    }
    case 'or': {
      const operands = node.operands.map((operand) => printTruth(operand, printing));
      return { ...madeOf(node, ...operands), type: 'truth', ...disjoin(operands) };
    }
    case 'and': {
      const operands = node.operands.map((operand) => printTruth(operand, printing));
      return { ...madeOf(node, ...operands), type: 'truth', sql: conjoin(operands), scopes: [] };
    }
    case 'not': {
      const operand = printTruth(node.operand, printing);
      return { ...madeOf(node, operand), type: 'truth', sql: sql`(not ${close(operand)})`, scopes: [] };
    }
  }
}

/** A part that must be true or false. */
function printTruth(node: Expression, printing: Printing): Operand & { sql: Sql } {
  const operand = print(node, printing);
  const truth = asType(operand, 'truth', printing.dialect);
  if (truth) return { ...operand, type: 'truth', sql: truth };
  throw malformed(`${whereIs(node)}: expected a condition, found ${describe(operand)}; compare it with something`);
}

function printPath(node: Path, { dialect, resolve }: Printing): Operand {
  const { any, ...resolved } = resolve(node.path);
  const { inside } = node.path;
  const isInJson = resolved.type === 'json' && inside.length > 0;
  return {
    ...resolved,
    ...(isInJson && { sql: dialect.jsonAt(resolved.sql, inside), nullable: true }),
    scopes: any ?? [],
    constant: false,
    written: node,
  };
}
