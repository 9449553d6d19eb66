/**
 * Reads an undamaged QR code of version 1 to 4, as a telephone would, from its modules alone (ISO/IEC 18004).
 * Independent of what drew it: it knows nothing of our sign but black and white.
 */
type Modules = readonly (readonly boolean[])[];

const MASKS: ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** The text of the code. Level M has one block up to version 3 and two from version 4 on. */
export function readQr(modules: Modules): string {
  const version = (modules.length - 17) / 4;
  const bits = bitsInOrder(modules, version, maskOf(modules));
  const words = Array.from({ length: Math.floor(bits.length / 8) }, (_, at) => numberIn(bits, at * 8, 8));
  const data = version === 4 ? untangle(words, 32) : words;
  const stream = data.flatMap((word) => Array.from({ length: 8 }, (_, bit) => ((word >> (7 - bit)) & 1) === 1));
  return textOf(stream);
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Segments one after the other: digits by threes, capital letters by twos, or bytes; how many stands before them. */
function textOf(stream: readonly boolean[]): string {
  let at = 0;
  const take = (bits: number) => {
    at += bits;
    return numberIn(stream, at - bits, bits);
  };
  let text = '';
  for (let mode = take(4); mode !== 0 && at < stream.length; mode = take(4)) {
    if (mode === 1) {
      for (let left = take(10); left > 0; left -= 3) {
        const digits = Math.min(left, 3);
        text += String(take(1 + digits * 3)).padStart(digits, '0');
      }
    } else if (mode === 2) {
      for (let left = take(9); left > 0; left -= 2) {
        const pair = left > 1 ? take(11) : take(6);
        text += left > 1 ? LETTERS[Math.floor(pair / 45)]! + LETTERS[pair % 45]! : LETTERS[pair]!;
      }
    } else if (mode === 4) text += Buffer.from(Array.from({ length: take(8) }, () => take(8))).toString('utf8');
    else throw new Error(`A segment has mode ${mode}, which this reader does not know.`);
  }
  return text;
}

/** Three of the format bits beside the first finder, after XOR with 101010000010010. */
function maskOf(modules: Modules): (row: number, column: number) => boolean {
  const read = [2, 3, 4].map((column, at) => Number(modules[8]![column]!) ^ [1, 0, 1][at]!);
  return MASKS[read[0]! * 4 + read[1]! * 2 + read[2]!]!;
}

/** Data bits in the order they were laid: pairs of columns from the right, up and down by turns, without what is fixed. */
function bitsInOrder(modules: Modules, version: number, mask: (row: number, column: number) => boolean): boolean[] {
  const size = modules.length;
  const bits: boolean[] = [];
  let upwards = true;
  for (let right = size - 1; right > 0; right -= 2, upwards = !upwards) {
    if (right === 6) right--;
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1])
        if (!isFixed(row, column, size, version)) bits.push(modules[row]![column]! !== mask(row, column));
    }
  }
  return bits;
}

function isFixed(row: number, column: number, size: number, version: number): boolean {
  const finder = (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9);
  const middle = size - 7;
  const alignment = version > 1 && Math.abs(row - middle) <= 2 && Math.abs(column - middle) <= 2;
  return finder || row === 6 || column === 6 || alignment;
}

/** Words of two equal blocks, laid by turns, one block after the other again; `count` of them are data. */
function untangle(words: readonly number[], count: number): number[] {
  const data = words.slice(0, count * 2);
  return [0, 1].flatMap((block) => data.filter((_, at) => at % 2 === block));
}

function numberIn(bits: readonly boolean[], from: number, length: number): number {
  return bits.slice(from, from + length).reduce((number, bit) => number * 2 + Number(bit), 0);
}
