/** Reading what a browser drew: pictures become grey values, coloured spots, and the text of a QR code. */
import type { Page } from 'playwright-core';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha by turns, row by row. */
  readonly data: Uint8Array;
}

/** The pixels of a PNG or SVG, decoded by the browser on a blank page of its own. */
export async function pixelsOf(page: Page, picture: Buffer | string, scale = 1): Promise<Pixels> {
  const type = typeof picture === 'string' ? 'image/svg+xml' : 'image/png';
  const source = `data:${type};base64,${Buffer.from(picture).toString('base64')}`;
  const blank = await page.context().browser()!.newPage();
  try {
    const read = `(async () => {
      const image = new Image();
      image.src = ${JSON.stringify(source)};
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width * ${scale}, height: image.height * ${scale} });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const packed = await new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(',')[1]);
        reader.readAsDataURL(new Blob([data]));
      });
      return { width: canvas.width, height: canvas.height, packed };
    })()`;
    const { packed, ...size } = (await blank.evaluate(read)) as { width: number; height: number; packed: string };
    return { ...size, data: Buffer.from(packed, 'base64') };
  } finally {
    await blank.close();
  }
}

/** The middles of connected spots of a colour with at least `least` pixels. */
export function spotsOf({ width, height, data }: Pixels, [red, green, blue]: readonly number[], least: number) {
  const open = new Set<number>();
  for (let at = 0; at < width * height; at++) {
    const near = [red!, green!, blue!].every((part, index) => Math.abs(data[at * 4 + index]! - part) < 12);
    if (near) open.add(at);
  }
  const spots: { x: number; y: number }[] = [];
  while (open.size > 0) {
    const spot: number[] = [];
    const reach = [open.values().next().value!];
    open.delete(reach[0]!);
    for (let at = reach.pop(); at !== undefined; at = reach.pop()) {
      spot.push(at);
      for (const beside of [at - 1, at + 1, at - width, at + width]) if (open.delete(beside)) reach.push(beside);
    }
    const mean = (part: (at: number) => number) => spot.reduce((sum, at) => sum + part(at), 0) / spot.length;
    if (spot.length >= least) spots.push({ x: mean((at) => at % width), y: mean((at) => Math.floor(at / width)) });
  }
  return spots;
}
