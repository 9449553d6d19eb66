/** Where the quoted text that opens at `start` ends (just after its closing quote), or -1. `''` inside is one quote. */
export function endOfQuoted(text: string, start: number): number {
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf("'", from);
    if (quote < 0) return -1;
    if (text[quote + 1] !== "'") return quote + 1;
    from = quote + 2;
  }
}

/**
 * Splits at a separator where no quote and no parenthesis is open; gives start and end of each part. An unclosed quote
 * or parenthesis swallows the rest, so that whoever parses the part reports it.
 */
export function splitOutsideQuotes(text: string, separator: string): readonly (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === "'") {
      const end = endOfQuoted(text, index);
      if (end < 0) break;
      index = end - 1;
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === separator && depth <= 0) {
      parts.push([start, index]);
      start = index + 1;
    }
  }
  parts.push([start, text.length]);
  return parts;
}

/** Just after the parenthesis that closes the one at `open`, quotes passed over; -1 when it is not closed. */
export function endOfParentheses(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    const character = text[index];
    if (character === "'") {
      const end = endOfQuoted(text, index);
      if (end < 0) return -1;
      index = end - 1;
    } else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return index + 1;
  }
  return -1;
}
