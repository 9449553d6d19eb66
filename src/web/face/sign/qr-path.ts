import QRCode from 'qrcode';

/** A QR code as one path of whole modules, and how many modules it is wide (without the quiet zone of four). */
export type QrPath = { path: string; modules: number };

/** The QR code of an address at error correction M, which bears 15 % damage: rain, scratches, a sticker's edge. */
export function qrPath(text: string): QrPath {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const parts: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      let end = column;
      while (end < modules.size && modules.get(row, end)) end++;
      parts.push(`M${column} ${row}h${end - column}v1h${column - end}z`);
      column = end;
    }
  }
  return { path: parts.join(''), modules: modules.size };
}
