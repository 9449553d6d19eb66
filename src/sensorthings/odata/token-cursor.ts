import type { Written } from './expression.ts';
import { expected, type Token } from './lex-filter.ts';
import { malformed, type ODataError, place, type SourceText } from './odata-error.ts';

/** How deep parentheses, functions and operators of one expression may nest. */
export const DEEPEST_NESTING = 64;

/** Walks tokens one ahead, and counts how deep the parser stands. */
export class TokenCursor {
  readonly source: SourceText;
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(source: SourceText, tokens: readonly Token[]) {
    this.source = source;
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#index]!;
  }

  /** The token after the next one. */
  get second(): Token {
    return this.#tokens[Math.min(this.#index + 1, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#index++;
    return token;
  }

  isMark(mark: string): boolean {
    return this.next.kind === 'mark' && this.next.text === mark;
  }

  /** Takes the next token when it is that mark. */
  takeMark(mark: string): boolean {
    if (!this.isMark(mark)) return false;
    this.#index++;
    return true;
  }

  requireMark(mark: string, wanted: string): Token {
    if (!this.isMark(mark)) throw this.expected(wanted);
    return this.take();
  }

  /** Takes the next token when it is one of these words. */
  takeWord<W extends string>(words: readonly W[]): W | undefined {
    const { kind, text } = this.next;
    if (kind !== 'word' || !words.includes(text as W)) return undefined;
    this.#index++;
    return text as W;
  }

  /** Runs a part of the parser one level deeper; refuses what nests deeper than DEEPEST_NESTING. */
  deeper<T>(parse: () => T): T {
    if (++this.#depth > DEEPEST_NESTING) {
      throw malformed(
        place(this.source, this.next.at, `nested deeper than ${DEEPEST_NESTING}; simplify the expression`),
      );
    }
    const result = parse();
    this.#depth--;
    return result;
  }

  expected(wanted: string, token: Token = this.next): ODataError {
    return expected(this.source, token.at, wanted, token.text);
  }

  /** What was written from a place up to the token just taken. */
  writtenSince(at: number): Written {
    const end = this.#tokens[this.#index - 1]?.end ?? at;
    return { option: this.source.option, at: this.source.offset + at, text: this.source.text.slice(at, end) };
  }
}
