// How wide words are: Helvetica's own metrics, which Arial shares, so SVG and PDF break lines alike.
import PDFDocument from 'pdfkit';

const ruler = new PDFDocument({ autoFirstPage: false });

/** The width of a text at a size, both in millimetres. */
export function textWidthMm(text: string, sizeMm: number, bold: boolean): number {
  return ruler
    .font(bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(sizeMm)
    .widthOfString(latin(text));
}

/** Lines no wider than `widthMm`, broken between words; a word wider than that stands alone. */
export function wrapText(text: string, widthMm: number, sizeMm: number, bold: boolean): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && textWidthMm(longer, sizeMm, bold) <= widthMm) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The largest size from `largestMm` down to `smallestMm` at which a text fits into so many lines; then what does not fit ends in an ellipsis. */
export function fitText(
  text: string,
  widthMm: number,
  lines: number,
  largestMm: number,
  smallestMm: number,
  bold: boolean,
): { sizeMm: number; lines: string[] } {
  const fits = (wrapped: string[], sizeMm: number) =>
    wrapped.length <= lines && wrapped.every((line) => textWidthMm(line, sizeMm, bold) <= widthMm);
  for (let sizeMm = largestMm; sizeMm > smallestMm; sizeMm -= 0.2) {
    const wrapped = wrapText(text, widthMm, sizeMm, bold);
    if (fits(wrapped, sizeMm)) return { sizeMm: Math.round(sizeMm * 10) / 10, lines: wrapped };
  }
  const wrapped = wrapText(text, widthMm, smallestMm, bold);
  const kept = wrapped.slice(0, lines);
  if (wrapped.length > lines) kept[lines - 1] += '…';
  return { sizeMm: smallestMm, lines: kept.map((line) => shortened(line, widthMm, smallestMm, bold)) };
}

function shortened(line: string, widthMm: number, sizeMm: number, bold: boolean): string {
  let kept = line;
  while (kept.length > 2 && textWidthMm(kept, sizeMm, bold) > widthMm) kept = `${kept.replace(/…$/, '').slice(0, -1)}…`;
  return kept;
}

const folds: Record<string, string> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', '\u2212': '-', '\u202f': ' ' };

/** A text in the signs a standard PDF font has (Windows-1252): what it lacks loses its accent, or becomes a question mark. */
export function latin(text: string): string {
  return [...text.normalize('NFC')]
    .map((sign) => {
      if (known.test(sign)) return sign;
      const plain = folds[sign] ?? sign.normalize('NFKD').replace(/\p{M}/gu, '');
      return [...plain].every((part) => known.test(part)) ? plain : '?';
    })
    .join('');
}

const known = /^[\x20-\x7e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/;
