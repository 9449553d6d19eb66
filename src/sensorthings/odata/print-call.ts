import type { Call } from './expression.ts';
import { type ArgumentType, FUNCTIONS, type FunctionModel, type ResultType } from './filter-functions.ts';
import { leftOut, malformed } from './odata-error.ts';
import { describe, madeOf, nounOf, type Operand, type Printing, requireType, whereIs } from './operand.ts';
import type { EngineFunction, ScalarType, Sql } from './sql-dialect.ts';
import { asSpan, relateSpans, type TimeRelation } from './time-span.ts';

const RELATIONS: ReadonlySet<string> = new Set<TimeRelation>([
  'before',
  'after',
  'meets',
  'during',
  'overlaps',
  'starts',
  'finishes',
]);

/** OData's Edm.DateTimeOffset range. */
const EARLIEST = '0001-01-01T00:00:00Z';
const LATEST = '9999-12-31T23:59:59.999999Z';

/** Prints a function. Throws ODataError 400 for an argument of the wrong type, 501 for functions of geometry. */
export function printCall(node: Call, args: readonly Operand[], printing: Printing): Operand {
  const { name } = node;
  const { dialect, now } = printing;
  const model: FunctionModel = FUNCTIONS[name];
  const common = madeOf(node, ...args);
  if (model.takes.includes('geometry')) throw leftOut(`${whereIs(node)}: ${name} is not supported yet`);
  const instants: Partial<Record<string, string>> = { now, mindatetime: EARLIEST, maxdatetime: LATEST };
  const instant = instants[name];
  if (instant) return { ...common, type: 'time', sql: dialect.literal('time', instant), nullable: false };
  if (RELATIONS.has(name)) {
    return { ...common, type: 'truth', sql: printRelation(name as TimeRelation, args as [Operand, Operand], printing) };
  }
  if (name === 'totaloffsetminutes' && args[0]!.literal?.type === 'time') {
    return { ...common, type: 'number', sql: dialect.literal('number', `${args[0]!.literal.value.offsetMinutes}`) };
  }
  const values = args.map((arg, index) => requireType(arg, scalar(model.takes[index]!), dialect));
  return { ...common, type: scalar(model.gives), sql: callEngine(name, values, printing) };
}

function callEngine(name: Call['name'], values: Sql[], { dialect }: Printing): Sql {
  if (name === 'contains') return dialect.functions.substringof(values[1]!, values[0]!);
  return dialect.functions[name as EngineFunction](...values);
}

function printRelation(name: TimeRelation, [left, right]: [Operand, Operand], { dialect }: Printing): Sql {
  const spans = [left, right].map((operand) => {
    const span = asSpan(operand, dialect);
    if (span) return span;
    throw malformed(`${whereIs(operand.written)}: expected a time, found ${describe(operand)}`);
  });
  if (name === 'during' && spans[1]!.isInstant) {
    throw malformed(`${whereIs(right.written)}: expected ${nounOf('interval')}, found ${describe(right)}`);
  }
  return relateSpans(name, spans[0]!, spans[1]!, dialect);
}

function scalar(type: ArgumentType | ResultType): ScalarType {
  if (type === 'geometry') throw new Error('geometries are not printed');
  return type;
}
