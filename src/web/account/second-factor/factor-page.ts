import type { OfferedFactor } from '../../../identity/index.ts';
import { qrPath } from '../../face/sign/qr-path.ts';

const QUIET = 4; // modules of white around a QR code (ISO/IEC 18004)

/** What the form of a new second factor draws: the QR code as a path, and the key in words. */
export function offeredFactor({ uri, key }: OfferedFactor) {
  const { path, modules } = qrPath(uri);
  const size = modules + 2 * QUIET;
  return { path, key, size, viewBox: `${-QUIET} ${-QUIET} ${size} ${size}` };
}
