/** One mark of the sign, in millimetres from the top left. The SVG and the PDF draw the same list. */
export type Mark =
  | { kind: 'polygon'; points: [x: number, y: number][]; fill: string; stroke: string; lineMm: number }
  | {
      kind: 'path';
      d: string;
      x: number;
      y: number;
      scale: number;
      fill: string;
      name?: string;
      grid?: number;
    }
  | {
      kind: 'text';
      text: string;
      x: number;
      y: number;
      sizeMm: number;
      bold: boolean;
      anchor: 'start' | 'middle';
      fill: string;
    };

/** A sheet: A5 upright, so that two fit a landscape A4 and one fits a lamp column's plate. */
export const sheet = { widthMm: 148, heightMm: 210 };
