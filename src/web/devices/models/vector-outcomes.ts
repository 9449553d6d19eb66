/** How a model's test vectors came out, for its page. Pure. */
import type { StoredModel, VectorFailure } from '../../../register/index.ts';
import { vectorText } from './model-form.ts';

export interface ShownVector {
  readonly name: string;
  readonly port: number | undefined;
  /** The payload as hex digits in pairs. */
  readonly bytes: string;
  readonly expects: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  /** Each a sentence: what was expected where, and what came. */
  readonly differences: readonly string[];
}

/** Vectors with their outcomes: of the run just made, else of the one that made the model active or refused. */
export function shownVectors(
  model: Pick<StoredModel, 'testVectors' | 'state' | 'refusal'>,
  failures: readonly VectorFailure[] | undefined = failuresOf(model),
): ShownVector[] {
  return model.testVectors.map((written, index) => {
    const { description, input, output } = written as unknown as Written;
    const name = description?.trim() || `vector ${index + 1}`;
    const failure = failures?.find((each) => each.name === name);
    return {
      name,
      port: input?.fPort,
      bytes: hexOf(input?.bytes),
      expects: vectorText(output ?? {}),
      outcome: failures === undefined ? 'not run' : failure ? 'failed' : 'passed',
      differences: failure ? sentencesOf(failure.why) : [],
    };
  });
}

interface Written {
  readonly description?: string;
  readonly input?: { readonly bytes?: unknown; readonly fPort?: number };
  readonly output?: unknown;
}

/** The failures kept with a refused model, none of an active one; undefined when nothing was run. */
export function failuresOf({
  state,
  refusal,
}: Pick<StoredModel, 'state' | 'refusal'>): readonly VectorFailure[] | undefined {
  if (state === 'active') return [];
  return state === 'refused' && Array.isArray(refusal) ? (refusal as VectorFailure[]) : undefined;
}

/** "data.a should be 1 but is 2, data.b is missing" as its sentences. */
export function sentencesOf(why: string): string[] {
  return why.split(/, (?=(?:data|errors|warnings|decode)\b[^\s,]* (?:should|was))/);
}

function hexOf(bytes: unknown): string {
  if (typeof bytes === 'string') return bytes;
  if (!Array.isArray(bytes)) return '';
  return bytes.map((byte) => Number(byte).toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
