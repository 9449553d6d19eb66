import PDFDocument from 'pdfkit';
import { layOutSign } from './layout.ts';
import { type Mark, sheet } from './marks.ts';
import type { Sign } from './sign.ts';
import { latin, textWidthMm } from './text-fit.ts';

const pointsPerMm = 72 / 25.4;

/**
 * The sign as a one-page A5 PDF, all vectors and selectable text, same marks as the SVG. Standard PDF fonts have
 * Western European letters only: others lose their accents (see `latin`).
 */
export function renderSignPdf(sign: Sign): Promise<Buffer> {
  const page = new PDFDocument({
    size: [sheet.widthMm * pointsPerMm, sheet.heightMm * pointsPerMm],
    margin: 0,
    lang: 'en-GB',
    info: { Title: `Sign for ${sign.placeName}`, Subject: sign.printedFrom, Creator: 'Lamppost', Producer: 'Lamppost' },
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    page.on('data', (chunk: Buffer) => chunks.push(chunk));
    page.on('end', () => resolve(Buffer.concat(chunks)));
    page.on('error', reject);
    page.scale(pointsPerMm);
    for (const mark of layOutSign(sign)) drawMark(page, mark);
    page.end();
  });
}

function drawMark(page: PDFKit.PDFDocument, mark: Mark): void {
  if (mark.kind === 'polygon') {
    page
      .lineWidth(mark.lineMm)
      .polygon(...mark.points)
      .fillAndStroke(mark.fill, mark.stroke);
    return;
  }
  if (mark.kind === 'path') {
    page.save().translate(mark.x, mark.y).scale(mark.scale).path(mark.d).fill(mark.fill).restore();
    return;
  }
  const words = latin(mark.text);
  const left = mark.anchor === 'middle' ? mark.x - textWidthMm(words, mark.sizeMm, mark.bold) / 2 : mark.x;
  page
    .font(mark.bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(mark.sizeMm)
    .fillColor(mark.fill)
    .text(words, left, mark.y, { lineBreak: false, baseline: 'alphabetic' });
}
