import { LamppostError } from '../../base/index.ts';

/** What a posted form said, as texts. Names are ours; anything else in it is ignored. */
export interface Form {
  /** The first value of a field, trimmed; '' when it is not there. */
  text(name: string): string;
  /** Every value of a field, as checkboxes send them. */
  texts(name: string): string[];
  /** A field that holds the number of something; 0, which numbers nothing, when it is not one. */
  id(name: string): number;
}

/** Reads a body parsed by @fastify/formbody. */
export function readForm(body: unknown): Form {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const texts = (name: string): string[] => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each) => String(each).trim());
  };
  const text = (name: string) => texts(name)[0] ?? '';
  return { texts, text, id: (name) => (/^\d{1,9}$/.test(text(name)) ? Number(text(name)) : 0) };
}

/** One line of the error summary; `field` is the id of the input it links to. */
export interface FieldError {
  readonly field: string;
  readonly text: string;
}

/** What the templates draw from errors: the summary's lines, and the message beside each input. */
export interface ShownErrors {
  readonly list: { text: string; href: string }[];
  readonly at: Record<string, { text: string } | undefined>;
}

export function showErrors(errors: readonly FieldError[]): ShownErrors | null {
  if (errors.length === 0) return null;
  return {
    list: errors.map(({ field, text }) => ({ text, href: `#${idOf(field)}` })),
    at: Object.fromEntries(errors.map(({ field, text }) => [field, { text }])),
  };
}

/** The id of the input for a field: dots of nested fields become hyphens. */
export function idOf(field: string): string {
  return field.replace(/[^A-Za-z0-9_-]+/g, '-');
}

/** What the form calls a field of an error; undefined when the error's own words will do. */
export type FieldWords = (field: string) => string | undefined;

/**
 * The error as a line of the form it came from, with its field in the form's words where the form has some; throws it on when
 * it is not about the form.
 */
export function asFieldError(error: unknown, fallbackField: string, wordsOf: FieldWords = () => undefined): FieldError {
  if (error instanceof LamppostError && (error.kind === 'invalid' || error.kind === 'conflict')) {
    const words = error.field === undefined ? undefined : wordsOf(error.field);
    const text = words === undefined ? `${error.message} ${error.cure}` : error.toldWith(words);
    return { field: error.field ?? fallbackField, text };
  }
  throw error;
}

/** Words from a list of labels by field, in the quotation marks that say they are a label. */
export function labelled(labels: Readonly<Record<string, string>>): FieldWords {
  return (field) => (Object.hasOwn(labels, field) ? `“${labels[field]}”` : undefined);
}
