import { layOutSign } from './layout.ts';
import { type Mark, sheet } from './marks.ts';
import { purposesOf, type Sign, technologiesOf } from './sign.ts';
import { latin, textWidthMm } from './text-fit.ts';

/**
 * The sign as an SVG of A5 size: user units are millimetres, text is text, colours are attributes, so it prints as it
 * is and passes a strict CSP. Its title and description say the same in words.
 */
export function renderSign(sign: Sign): string {
  const title = `Sign for ${sign.placeName}`;
  const description =
    `Purpose: ${purposesOf(sign)
      .map(({ label }) => label)
      .join(', ')}. Responsible: ${sign.accountable.name}. ` +
    `Technology: ${
      technologiesOf(sign)
        .map(({ label }) => label)
        .join(', ') || 'none named'
    }. More at ${sign.shortUrl}.`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet.widthMm}mm" height="${sheet.heightMm}mm"` +
    ` viewBox="0 0 ${sheet.widthMm} ${sheet.heightMm}" role="img" aria-labelledby="sign-title" aria-describedby="sign-desc"` +
    ` font-family="Arial, Helvetica, sans-serif">` +
    `<title id="sign-title">${escapeXml(title)}</title><desc id="sign-desc">${escapeXml(description)}</desc>` +
    `<rect width="${sheet.widthMm}" height="${sheet.heightMm}" fill="#ffffff"/>` +
    `${layOutSign(sign).map(drawMark).join('')}</svg>`
  );
}

function drawMark(mark: Mark): string {
  if (mark.kind === 'polygon') {
    const points = mark.points.map(([x, y]) => `${mm(x)},${mm(y)}`).join(' ');
    return `<polygon points="${points}" fill="${mark.fill}" stroke="${mark.stroke}" stroke-width="${mark.lineMm}"/>`;
  }
  if (mark.kind === 'path') {
    const paint = `fill="${mark.fill}"${mark.grid ? ' shape-rendering="crispEdges"' : ''}`;
    const name = mark.name ? ` data-symbol="${escapeXml(mark.name)}"` : '';
    const grid = mark.grid ? ` data-modules="${mark.grid}"` : '';
    return `<path${name}${grid} transform="translate(${mm(mark.x)} ${mm(mark.y)}) scale(${mark.scale.toFixed(5)})" d="${mark.d}" ${paint}/>`;
  }
  const anchor = mark.anchor === 'middle' ? ' text-anchor="middle"' : '';
  const weight = mark.bold ? ' font-weight="700"' : '';
  // a machine without Arial draws in another font: the words still take the room they were laid out for
  const width = latin(mark.text) === mark.text ? textWidthMm(mark.text, mark.sizeMm, mark.bold) : 0;
  const length = width > 0 ? ` textLength="${mm(width)}" lengthAdjust="spacingAndGlyphs"` : '';
  return `<text x="${mm(mark.x)}" y="${mm(mark.y)}" font-size="${mm(mark.sizeMm)}"${weight}${anchor}${length} fill="${mark.fill}">${escapeXml(mark.text)}</text>`;
}

function mm(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
}
