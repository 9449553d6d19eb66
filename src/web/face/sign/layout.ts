// Where everything stands on the sign: a honeycomb in DTPR's order, the place above it, the words below it.
import { type Mark, sheet } from './marks.ts';
import { qrPath } from './qr-path.ts';
import { attribution, type Identifiability, purposesOf, type Sign, technologiesOf } from './sign.ts';
import { SYMBOL_GRID, symbolPath } from './symbols.ts';
import { fitText, wrapText } from './text-fit.ts';

const black = '#000000';
const white = '#ffffff';
const fills: Record<Identifiability, string> = { identifiable: '#FFDD00', de_identified: '#36B2E6', none: white };
const meanings: Record<Identifiability, string> = {
  identifiable: 'Can identify people',
  de_identified: 'People not identified',
  none: 'No data about people',
};
const marginMm = 11;
const gapMm = 2;
/** What the honeycomb has room for; a zone with more technologies names the rest in words. */
const mostTechnologies = 3;

type Cell = { x: number; y: number; across: number };

/** The sign as marks in millimetres. The QR code is never under 20 mm; purposes and technologies follow DTPR's order. */
export function layOutSign(sign: Sign): Mark[] {
  const purposes = purposesOf(sign);
  const technologies = technologiesOf(sign);
  const shown = technologies.slice(0, mostTechnologies);
  const draw: ((cell: Cell) => Mark[])[] = [
    (cell) => itemCell(cell, 'Purpose', purposes[0]?.label ?? '', purposes[0]?.symbol ?? 'inform', black, white),
    (cell) => itemCell(cell, 'Responsible', sign.accountable.name, 'institution', white, black),
    ...shown.map(
      (technology) => (cell: Cell) =>
        itemCell(
          cell,
          'Technology',
          technology.label,
          technology.symbol,
          fills[technology.identifiability],
          black,
          meanings[technology.identifiability],
        ),
    ),
    (cell) => feedbackCell(cell, sign),
  ];
  const cells = honeycomb(draw.length);
  const last = cells[cells.length - 1]!;
  const belowMm = last.y + last.across / Math.sqrt(3) + 4;
  const alsoFor = purposes.slice(1).map(({ label }) => label);
  const alsoUsing = technologies
    .slice(mostTechnologies)
    .map((t) => `${t.label} (${meanings[t.identifiability].toLowerCase()})`);
  return [
    ...heading(sign.placeName),
    ...draw.flatMap((drawCell, index) => drawCell(cells[index]!)),
    ...wordsBelow(sign, belowMm, alsoFor, alsoUsing),
  ];
}

/** Centres of the hexagons: rows of two, every other row half a hexagon to the right. */
function honeycomb(count: number): Cell[] {
  const across = count <= 4 ? 49 : 43;
  const stepX = across + gapMm;
  const stepY = (stepX * Math.sqrt(3)) / 2;
  const left = (sheet.widthMm - (across * 2.5 + gapMm * 1.5)) / 2 + across / 2;
  const top = 33 + across / Math.sqrt(3);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / 2);
    return { x: left + (index % 2) * stepX + (row % 2) * (stepX / 2), y: top + row * stepY, across };
  });
}

function heading(placeName: string): Mark[] {
  const fitted = fitText(placeName, sheet.widthMm - 2 * marginMm, 1, 8, 5, true);
  return [
    text('What is measured here, and why', marginMm, 16, 4, false, 'start', black),
    text(fitted.lines[0] ?? '', marginMm, 25.5, fitted.sizeMm, true, 'start', black),
  ];
}

function itemCell(
  cell: Cell,
  role: string,
  label: string,
  symbol: string,
  fill: string,
  ink: string,
  meaning?: string,
): Mark[] {
  const { x, y, across } = cell;
  const symbolMm = across * 0.24;
  const fitted = fitText(label, across * 0.84, meaning ? 2 : 3, across * 0.1, across * 0.062, true);
  const labelY = y + across * 0.115;
  const marks: Mark[] = [
    hexagon(cell, fill),
    text(role, x, y - across * 0.345, across * 0.058, false, 'middle', ink),
    {
      kind: 'path',
      d: symbolPath(symbol),
      x: x - symbolMm / 2,
      y: y - across * 0.29 + symbolMm, // the grid's rows are counted from its lower edge
      scale: symbolMm / SYMBOL_GRID,
      fill: ink,
      name: symbol,
    },
    ...fitted.lines.map((line, i) =>
      text(line, x, labelY + i * fitted.sizeMm * 1.15, fitted.sizeMm, true, 'middle', ink),
    ),
  ];
  if (meaning)
    marks.push(
      text(
        meaning,
        x,
        labelY + (fitted.lines.length - 1) * fitted.sizeMm * 1.15 + across * 0.095,
        across * 0.062,
        false,
        'middle',
        ink,
      ),
    );
  return marks;
}

function feedbackCell(cell: Cell, sign: Sign): Mark[] {
  const { x, y, across } = cell;
  const { path, modules } = qrPath(sign.url);
  const sizeMm = Math.max(20, across * 0.49);
  const fitted = fitText(sign.shortUrl, across * 0.72, 1, across * 0.07, across * 0.045, true);
  return [
    hexagon(cell, white),
    {
      kind: 'path',
      d: path,
      x: x - sizeMm / 2,
      y: y - sizeMm / 2 - across * 0.045,
      scale: sizeMm / modules,
      fill: black,
      name: 'qr',
      grid: modules,
    },
    text(fitted.lines[0] ?? '', x, y + across * 0.345, fitted.sizeMm, true, 'middle', black),
    text('Ask or object', x, y + across * 0.42, across * 0.058, false, 'middle', black),
  ];
}

function wordsBelow(sign: Sign, topMm: number, alsoFor: string[], alsoUsing: string[]): Mark[] {
  const widthMm = sheet.widthMm - 2 * marginMm;
  const small = wrapText(attribution, widthMm, 2.1, false);
  const footMm = sheet.heightMm - 8 - (small.length - 1) * 2.7;
  const printedMm = footMm - 4;
  const said = [sign.dataNote];
  if (alsoFor.length) said.push(`Also for: ${alsoFor.join('; ')}.`);
  if (alsoUsing.length) said.push(`Also used here: ${alsoUsing.join('; ')}.`);
  return [
    ...paragraphs(said, topMm, printedMm - 4, widthMm),
    text(
      fitText(sign.printedFrom, widthMm, 1, 2.6, 2, false).lines[0] ?? '',
      marginMm,
      printedMm,
      2.6,
      false,
      'start',
      black,
    ),
    ...small.map((line, i) => text(line, marginMm, footMm + i * 2.7, 2.1, false, 'start', black)),
  ];
}

/** Paragraphs as large as the room allows, 4.4 mm at most and 2.4 at least; beyond that the last line says where the rest is. */
function paragraphs(said: string[], topMm: number, bottomMm: number, widthMm: number): Mark[] {
  for (let sizeMm = 4.4; ; sizeMm -= 0.2) {
    const marks: Mark[] = [];
    let y = topMm + sizeMm * 0.6;
    for (const words of said) {
      for (const line of wrapText(words, widthMm, sizeMm, false)) {
        marks.push(text(line, marginMm, y, sizeMm, false, 'start', black));
        y += sizeMm * 1.3;
      }
      y += sizeMm * 0.35;
    }
    const room = marks.filter((mark) => mark.kind === 'text' && mark.y <= bottomMm);
    if (room.length === marks.length) return marks;
    if (sizeMm > 2.4) continue;
    const last = room.pop();
    return last ? [...room, { ...last, text: '… more at the address above' } as Mark] : [];
  }
}

function hexagon({ x, y, across }: Cell, fill: string): Mark {
  const radius = across / Math.sqrt(3);
  const points = [-90, -30, 30, 90, 150, 210].map((degrees): [number, number] => {
    const angle = (degrees * Math.PI) / 180;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  return { kind: 'polygon', points, fill, stroke: black, lineMm: 0.7 };
}

function text(
  words: string,
  x: number,
  y: number,
  sizeMm: number,
  bold: boolean,
  anchor: 'start' | 'middle',
  fill: string,
): Mark {
  return { kind: 'text', text: words, x, y, sizeMm, bold, anchor, fill };
}
