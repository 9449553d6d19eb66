/** Likelihood and severity to a level, by the matrix of the framework. Pure. */
import type { Row } from './answers.ts';
import type { Matrix } from './framework.ts';

export interface RiskLevels {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The level of one cell; undefined while likelihood or severity is not chosen. */
export function levelOf(
  matrix: Matrix,
  likelihood: string | undefined,
  severity: string | undefined,
): string | undefined {
  const row = matrix.likelihood.findIndex((each) => each.value === likelihood);
  const column = matrix.severity.findIndex((each) => each.value === severity);
  return row < 0 || column < 0 ? undefined : matrix.cells[row]?.[column];
}

/** A risk before and after its measures. One that is gone has the lowest level afterwards. */
export function levelsOfRow(matrix: Matrix, row: Row): RiskLevels {
  return {
    before: levelOf(matrix, row.likelihood, row.severity),
    after:
      row.effect === 'eliminated' ? matrix.levels[0]!.value : levelOf(matrix, row.likelihood_after, row.severity_after),
  };
}

/** Whether a level is as high as another, or higher. */
export function reaches(matrix: Matrix, level: string | undefined, wanted: string): boolean {
  const place = (value: string) => matrix.levels.findIndex((each) => each.value === value);
  return level !== undefined && place(level) >= place(wanted);
}

/** How many risks stand in each cell, for the map of risks: one list per likelihood, most likely first. */
export function riskMap(
  matrix: Matrix,
  rows: readonly Row[],
  stage: 'before' | 'after',
): { likelihood: string; cells: { severity: string; level: string; numbers: number[] }[] }[] {
  const [likely, severe] = stage === 'before' ? ['likelihood', 'severity'] : ['likelihood_after', 'severity_after'];
  const shown = rows
    .map((row, index) => ({ row, number: index + 1 }))
    .filter(({ row }) => stage === 'before' || row.effect !== 'eliminated');
  return [...matrix.likelihood].reverse().map(({ value, text }) => ({
    likelihood: text,
    cells: matrix.severity.map((severity) => ({
      severity: severity.text,
      level: levelOf(matrix, value, severity.value)!,
      numbers: shown
        .filter(({ row }) => row[likely!] === value && row[severe!] === severity.value)
        .map(({ number }) => number),
    })),
  }));
}
