/**
 * What a reader's path or options did wrong: 400 malformed, 404 well formed but naming nothing, 501 a part of the
 * standard (or of OData) that is left out here. The message says where, what was expected and, where it helps, the cure.
 */
export class ODataError extends Error {
  readonly status: 400 | 404 | 501;

  constructor(status: 400 | 404 | 501, message: string) {
    super(message);
    this.name = 'ODataError';
    this.status = status;
  }
}

export const malformed = (message: string): ODataError => new ODataError(400, message);
export const namesNothing = (message: string): ODataError => new ODataError(404, message);
export const leftOut = (message: string): ODataError => new ODataError(501, message);

/** A stretch of one option's decoded value, so that an error inside nested options still counts from its start. */
export interface SourceText {
  /** The option as the reader wrote it, such as `$filter`. */
  readonly option: string;
  readonly text: string;
  /** Characters of the option's value before `text` begins. */
  readonly offset: number;
}

/** The source between two places of another, with its place remembered. */
export function partOf(source: SourceText, start: number, end: number): SourceText {
  return { option: source.option, text: source.text.slice(start, end), offset: source.offset + start };
}

/** "$filter, character 12: what" (characters count from 1). */
export function place(source: SourceText, at: number, what: string): string {
  return `${source.option}, character ${source.offset + at + 1}: ${what}`;
}
