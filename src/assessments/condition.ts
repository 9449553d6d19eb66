/**
 * Conditions over answers: when a question is asked, what answers mean. A question that is not answered makes every plain
 * condition about it false. Pure.
 */
import type { AnswerValue, Row } from './answers.ts';

export type Condition =
  | { answer: string; is: string | readonly string[] }
  | { answer: string; at_least?: number; at_most?: number }
  | { answered: string }
  | { row: string; column: string; is: string | readonly string[] }
  | { risk: string; at_least: string; stage: 'before' | 'after' }
  | { score: string; at_least?: number; at_most?: number }
  | { finding: string }
  | { any: readonly Condition[] }
  | { all: readonly Condition[] }
  | { not: Condition }
  | { at_least: number; of: readonly Condition[] };

/** What conditions can ask about. */
export interface Known {
  answer(question: string): AnswerValue | undefined;
  /** Whether a row of this question reaches this level, before or after its measures. */
  riskReaches(question: string, level: string, stage: 'before' | 'after'): boolean;
  /** The mean of a section's scales; undefined when none is answered. */
  score(section: string): number | undefined;
  finding(id: string): boolean;
}

/** Whether the condition holds. */
export function holds(condition: Condition, known: Known): boolean {
  if ('any' in condition) return condition.any.some((each) => holds(each, known));
  if ('all' in condition) return condition.all.every((each) => holds(each, known));
  if ('not' in condition) return !holds(condition.not, known);
  if ('of' in condition) return condition.of.filter((each) => holds(each, known)).length >= condition.at_least;
  if ('finding' in condition) return known.finding(condition.finding);
  if ('risk' in condition) return known.riskReaches(condition.risk, condition.at_least, condition.stage);
  if ('score' in condition) return isWithin(known.score(condition.score), condition);
  if ('answered' in condition) return known.answer(condition.answered) !== undefined;
  if ('row' in condition) {
    const rows = known.answer(condition.row);
    const wanted = [condition.is].flat();
    return Array.isArray(rows) && (rows as Row[]).some((row) => wanted.includes(row[condition.column] ?? ''));
  }
  const value = known.answer(condition.answer);
  if (value === undefined) return false;
  if (!('is' in condition)) return typeof value === 'number' && isWithin(value, condition);
  const wanted = [condition.is].flat();
  return (Array.isArray(value) ? (value as string[]) : [String(value)]).some((each) => wanted.includes(each));
}

function isWithin(value: number | undefined, { at_least, at_most }: { at_least?: number; at_most?: number }): boolean {
  return value !== undefined && value >= (at_least ?? -Infinity) && value <= (at_most ?? Infinity);
}

/** Every question, section and finding a condition names. */
export function namedIn(condition: Condition): { questions: string[]; sections: string[]; findings: string[] } {
  const none = { questions: [], sections: [], findings: [] };
  const parts =
    'any' in condition
      ? condition.any
      : 'all' in condition
        ? condition.all
        : 'of' in condition
          ? condition.of
          : 'not' in condition
            ? [condition.not]
            : [];
  if ('finding' in condition) return { ...none, findings: [condition.finding] };
  if ('score' in condition) return { ...none, sections: [condition.score] };
  for (const key of ['answer', 'answered', 'row', 'risk'] as const)
    if (key in condition) return { ...none, questions: [(condition as Record<string, string>)[key]!] };
  const named = parts.map(namedIn);
  return {
    questions: named.flatMap((each) => each.questions),
    sections: named.flatMap((each) => each.sections),
    findings: named.flatMap((each) => each.findings),
  };
}
