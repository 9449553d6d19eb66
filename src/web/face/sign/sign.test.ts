import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { sheet } from './marks.ts';
import { renderSign } from './render-sign.ts';
import { renderSignPdf } from './render-sign-pdf.ts';
import { attribution, type Sign, type SignTechnology } from './sign.ts';
import { latin, textWidthMm } from './text-fit.ts';

const camera: SignTechnology = { label: 'Number plate camera', symbol: 'camera', identifiability: 'identifiable' };
const counter: SignTechnology = {
  label: 'People counter',
  symbol: 'person_detection',
  identifiability: 'de_identified',
};
const air: SignTechnology = { label: 'Air quality', symbol: 'air_quality', identifiability: 'none' };
const aSign = (changes: Partial<Sign> = {}): Sign => ({
  purpose: { label: 'Cleaner air outside schools', symbol: 'health' },
  accountable: { name: 'Ashbourne Borough Council' },
  technologies: [air],
  url: 'https://lamppost.example.org/place/ash-0412',
  shortUrl: 'lamppost.example.org/p/412',
  placeName: 'Mill Lane, lamp column 412',
  dataNote: 'Measures nitrogen dioxide every 15 minutes. Kept for two years and published as open data.',
  printedFrom: 'Printed from declaration 3, in force since 3 March 2026.',
  ...changes,
});
const parse = (sign: Sign) =>
  new JSDOM(renderSign(sign), { contentType: 'image/svg+xml' }).window.document
    .documentElement as unknown as SVGSVGElement;
const words = (svg: Element) => [...svg.querySelectorAll('text')].map((text) => text.textContent).join(' ');

test('the sign is A5 and its units are millimetres', () => {
  const svg = parse(aSign());
  assert.equal(svg.getAttribute('width'), '148mm');
  assert.equal(svg.getAttribute('height'), '210mm');
  assert.equal(svg.getAttribute('viewBox'), '0 0 148 210');
});

test('the QR code is at least 2 cm wide with a quiet zone of four modules, whatever the length of the address', () => {
  for (const url of ['https://a.uk/1', `https://lamppost.example.org/place/${'x'.repeat(120)}`]) {
    for (const technologies of [[air], [camera, counter, air]]) {
      const svg = parse(aSign({ url, technologies }));
      const qr = svg.querySelector('[data-symbol=qr]')!;
      const [, x, y, scale] = /translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)/
        .exec(qr.getAttribute('transform')!)!
        .map(Number);
      const modules = Number(qr.getAttribute('data-modules'));
      assert.ok(scale! * modules >= 20 - 1e-3, `${scale! * modules} mm`);
      const quiet = 4 * scale!;
      for (const text of svg.querySelectorAll('text')) {
        const [left, baseline] = [Number(text.getAttribute('x')), Number(text.getAttribute('y'))];
        const top = baseline - Number(text.getAttribute('font-size')) * 0.75;
        const beside = left < x! - quiet || left > x! + scale! * modules + quiet;
        assert.ok(beside || baseline < y! - quiet || top > y! + scale! * modules + quiet * 0.5, text.textContent ?? '');
      }
    }
  }
});

test('purpose, who is responsible, every technology and the address stand there as text', () => {
  const text = words(parse(aSign({ technologies: [camera, counter] })));
  for (const said of [
    'Cleaner air',
    'outside schools',
    'Ashbourne',
    'Number plate',
    'camera',
    'People counter',
    'lamppost.example.org/p/412',
  ]) {
    assert.ok(text.includes(said), said);
  }
  assert.ok(text.includes('Printed from declaration 3, in force since 3 March 2026.'));
  assert.ok(text.includes('Mill Lane, lamp column 412'));
});

test('colour never speaks alone: each technology says whether people can be identified', () => {
  const text = words(parse(aSign({ technologies: [camera, counter, air] })));
  for (const said of ['Can identify people', 'People not identified', 'No data about people'])
    assert.ok(text.includes(said), said);
});

test('what identifies people comes first, in yellow, then blue, then white', () => {
  const fills = [...parse(aSign({ technologies: [air, counter, camera] })).querySelectorAll('polygon')].map((p) =>
    p.getAttribute('fill'),
  );
  assert.deepEqual(fills, ['#000000', '#ffffff', '#FFDD00', '#36B2E6', '#ffffff', '#ffffff']);
});

test('of many purposes three are named and of many technologies none is hidden', () => {
  const purpose = ['First', 'Second', 'Third', 'Fourth'].map((label) => ({ label, symbol: 'inform' }));
  const technologies = [air, air, air, { ...air, label: 'Sound level' }, camera];
  const text = words(parse(aSign({ purpose, technologies })));
  assert.ok(text.includes('Also for: Second; Third.'));
  assert.ok(!text.includes('Fourth'));
  assert.ok(text.includes('Number plate'));
  assert.ok(text.includes('Sound level (no data about people)'));
});

test('every word is large enough and stands out enough to be read from paper: 2 mm at least, and 7 to 1 on its hexagon', () => {
  const svg = parse(aSign({ technologies: [camera, counter, air], dataNote: 'Words '.repeat(60) }));
  const cells = [...svg.querySelectorAll('polygon')].map((polygon) => {
    const points = polygon
      .getAttribute('points')!
      .split(' ')
      .map((point) => point.split(',').map(Number));
    const [xs, ys] = [points.map(([x]) => x!), points.map(([, y]) => y!)];
    return {
      fill: polygon.getAttribute('fill')!,
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  });
  for (const text of svg.querySelectorAll('text')) {
    assert.ok(Number(text.getAttribute('font-size')) >= 2, text.textContent ?? '');
    const [x, y] = [Number(text.getAttribute('x')), Number(text.getAttribute('y'))];
    const under = text.getAttribute('text-anchor')
      ? cells.find((cell) => x > cell.left && x < cell.right && y > cell.top && y < cell.bottom)!.fill
      : '#ffffff';
    assert.ok(contrastOf(text.getAttribute('fill')!, under) >= 7, `${text.textContent} on ${under}`);
  }
});

/** WCAG 2.2 contrast of two colours. */
function contrastOf(one: string, other: string): number {
  const light = (colour: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at]!, 0);
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test('the sign carries the attribution its licence asks for', () => {
  assert.ok(words(parse(aSign())).includes(attribution));
});

test('no text runs off the sheet, however long the names are', () => {
  const long = 'The Royal and Ancient Metropolitan Borough of Upper Ashbourne-on-the-Water with Thornmere '.repeat(3);
  const svg = parse(
    aSign({
      placeName: long,
      accountable: { name: long },
      technologies: [{ ...camera, label: long }],
      dataNote: long.repeat(12),
      shortUrl: `${'long'.repeat(30)}.uk`,
    }),
  );
  for (const text of svg.querySelectorAll('text')) {
    const bold = text.getAttribute('font-weight') === '700';
    const width = textWidthMm(text.textContent ?? '', Number(text.getAttribute('font-size')), bold);
    const x = Number(text.getAttribute('x'));
    const [left, right] = text.getAttribute('text-anchor') ? [x - width / 2, x + width / 2] : [x, x + width];
    assert.ok(left >= 0 && right <= sheet.widthMm, text.textContent ?? '');
    assert.ok(Number(text.getAttribute('y')) <= sheet.heightMm);
  }
});

test('a name from outside cannot break out of the drawing', () => {
  assert.equal(parse(aSign({ placeName: '"><script>alert(1)</script>' })).querySelector('script'), null);
});

test('the PDF is one A5 page with the same words', async (t) => {
  const pdf = await renderSignPdf(
    aSign({ technologies: [camera, counter, air], accountable: { name: 'Rada Łęczycka' } }),
  );
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF');
  const input = {
    input: pdf,
    encoding: 'utf8' as const,
    stdio: ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore'],
  };
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
  } catch {
    return t.skip('pdftotext and pdftoppm (poppler-utils) are not here');
  }
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], input);
  for (const said of ['Number plate', 'Rada Leczycka', 'lamppost.example.org/p/412', 'CC BY 4.0'])
    assert.ok(text.includes(said), said);
  const image = execFileSync('pdftoppm', ['-r', '40', '-'], { ...input, encoding: 'buffer' });
  const [, width, height] = /^P6\s+(\d+) (\d+)/.exec(image.subarray(0, 40).toString('latin1'))!.map(Number);
  assert.ok(Math.abs((width! / 40) * 25.4 - sheet.widthMm) < 1 && Math.abs((height! / 40) * 25.4 - sheet.heightMm) < 1);
});

test('letters a standard PDF font lacks lose their accents; what has no plain letter becomes a question mark', () => {
  assert.equal(latin('Łódź – 21 µg/m³ “NO₂”'), 'Lódz – 21 µg/m³ “NO2”');
  assert.equal(latin('東'), '?');
});
