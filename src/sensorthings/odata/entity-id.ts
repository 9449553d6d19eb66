import { malformed, namesNothing } from './odata-error.ts';

const LARGEST = 2n ** 63n - 1n;
const WHOLE = /^-?\d{1,40}$/;

/**
 * Reads the id between the parentheses of `Things(12)`. Ids are int64 and stay text, because they pass 2^53. Numbers out
 * of range, quoted ids and UUIDs are well formed but name nothing: 404. Anything else is malformed: 400.
 */
export function parseEntityId(written: string, resource: string): string {
  if (/^'(?:[^']|'')*'$/.test(written) || /^[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}$/.test(written)) {
    throw namesNothing(`${resource}: ids are whole numbers, so nothing is named ${written.slice(0, 60)}`);
  }
  if (!WHOLE.test(written))
    throw malformed(`${resource}: expected a whole number as id, found "${written.slice(0, 60)}"`);
  const id = BigInt(written);
  if (id > LARGEST || id < -LARGEST - 1n) throw namesNothing(`${resource}: no entity has the id ${written}`);
  return id.toString();
}
