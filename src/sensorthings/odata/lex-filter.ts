/** Words, literals and marks of a filter. Every token is read once, left to right, in time linear in its length. */
import type { LiteralValue } from './expression.ts';
import { malformed, type ODataError, place, type SourceText } from './odata-error.ts';
import { endOfQuoted } from './quoted-text.ts';
import { addSeconds, isBefore, parseDate, parseDuration, parseInstant, parseTimeOfDay } from './time-literal.ts';

export interface Token {
  /** `word`: a name, an operator or a keyword; the parser tells them apart by where they stand. */
  readonly kind: 'word' | 'literal' | 'mark' | 'end';
  readonly text: string;
  readonly at: number;
  readonly end: number;
  readonly literal?: LiteralValue;
  /** Whether a space stood before it. */
  readonly spaced: boolean;
}

/** A filter longer than this is refused before it is read (bytes of UTF-8). */
export const LONGEST_EXPRESSION_BYTES = 8192;

const SPACES = /[ \t\r\n]*/y;
const WORD = /@?[\p{L}_][\p{L}\p{N}_.:-]*/uy;
const MARK = /[(),/[\]]|-(?!\d)/y;
const TEMPORAL = /\d{4}-\d\d-\d\d[0-9A-Za-z:.,+\-/]*|\d\d:\d\d[0-9:.]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?![\p{L}\p{N}_.:])/uy;
const WHOLE = /^-?\d+$/;
const SPACED_ZONE = / ?\d\d:?\d\d/y;

/** Reads a whole expression. Throws ODataError 400 naming the character and what was expected there. */
export function lexFilter(source: SourceText): readonly Token[] {
  const { text } = source;
  if (Buffer.byteLength(text) > LONGEST_EXPRESSION_BYTES) {
    throw malformed(`${source.option} is longer than ${LONGEST_EXPRESSION_BYTES} bytes; ask for less at once`);
  }
  const tokens: Token[] = [];
  let at = spacesEnd(text, 0);
  let spaced = at > 0;
  while (at < text.length) {
    const token = readToken(source, at, spaced);
    tokens.push(token);
    at = spacesEnd(text, token.end);
    spaced = at > token.end;
  }
  tokens.push({ kind: 'end', text: '', at, end: at, spaced });
  return tokens;
}

function readToken(source: SourceText, at: number, spaced: boolean): Token {
  const { text } = source;
  const token = (kind: Token['kind'], end: number, literal?: LiteralValue): Token => ({
    kind,
    text: text.slice(at, end),
    at,
    end,
    spaced,
    ...(literal && { literal }),
  });
  if (text[at] === "'") {
    const quoted = readQuoted(source, at, at);
    return token('literal', quoted.end, { type: 'text', value: quoted.value });
  }
  const temporal = match(TEMPORAL, text, at);
  if (temporal) return token('literal', at + temporal.length, readTemporal(source, at, temporal));
  const number = match(NUMBER, text, at);
  if (number) return token('literal', at + number.length, readNumber(source, at, number));
  const word = match(WORD, text, at);
  if (word) {
    const end = at + word.length;
    if (text[end] !== "'") return token('word', end);
    const quoted = readQuoted(source, at, end);
    return token('literal', quoted.end, readPrefixed(source, at, word, quoted.value));
  }
  const mark = match(MARK, text, at);
  if (mark) return token('mark', at + 1);
  throw expected(source, at, 'a property, a literal, a function or an operator', text[at]!);
}

function readQuoted(source: SourceText, at: number, quote: number): { value: string; end: number } {
  const end = endOfQuoted(source.text, quote);
  if (end < 0) throw malformed(place(source, at, `the quoted text is not closed; expected ' (a quote inside is '')`));
  return { value: source.text.slice(quote + 1, end - 1).replaceAll("''", "'"), end };
}

function readNumber(source: SourceText, at: number, written: string): LiteralValue {
  if (!Number.isFinite(Number(written)))
    throw malformed(place(source, at, `${written} is beyond the range of numbers`));
  return { type: 'number', value: written, whole: WHOLE.test(written) };
}

function readTemporal(source: SourceText, at: number, written: string): LiteralValue {
  const date = parseDate(written);
  if (date) return { type: 'date', value: date };
  const timeOfDay = parseTimeOfDay(written);
  if (timeOfDay) return { type: 'timeofday', value: timeOfDay };
  const slash = written.indexOf('/');
  const start = parseInstant(slash < 0 ? written : written.slice(0, slash));
  if (!start) throw malformed(place(source, at, timeHint(source.text, at, written)));
  if (slash < 0) return { type: 'time', value: start };
  const after = written.slice(slash + 1);
  const seconds = parseDuration(after);
  const end = seconds === undefined ? parseInstant(after) : addSeconds(start, seconds);
  if (!end)
    throw malformed(place(source, at + slash + 1, 'expected the end of the interval, an instant or a duration'));
  if (isBefore(end, start)) throw malformed(place(source, at, 'the interval ends before it starts'));
  return { type: 'interval', start, end };
}

function timeHint(text: string, at: number, written: string): string {
  const wanted = 'expected an instant with its zone, such as 2026-03-01T08:00:00Z';
  const unzoned = /T\d\d:\d\d(:\d\d([.,]\d+)?)?$/.test(written);
  if (unzoned && match(SPACED_ZONE, text, at + written.length)) return `${wanted}; a + in a URL is written %2B`;
  return `${wanted}, found ${written.slice(0, 60)}`;
}

function readPrefixed(source: SourceText, at: number, prefix: string, value: string): LiteralValue {
  if (prefix === 'geography' || prefix === 'geometry') return { type: 'geometry', value };
  if (prefix !== 'duration') throw expected(source, at, "duration'…' or geography'…'", `${prefix}'…'`);
  const seconds = parseDuration(value);
  if (seconds !== undefined) return { type: 'duration', seconds };
  throw malformed(
    place(source, at, "expected a duration in weeks, days, hours, minutes or seconds, such as duration'PT1H'"),
  );
}

/** The error "expected X, found Y" at a place. */
export function expected(source: SourceText, at: number, wanted: string, found: string): ODataError {
  return malformed(place(source, at, `expected ${wanted}, found ${found === '' ? 'the end' : found.slice(0, 60)}`));
}

function spacesEnd(text: string, at: number): number {
  SPACES.lastIndex = at;
  return at + SPACES.exec(text)![0].length;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
