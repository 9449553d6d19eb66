import { timeFormatOther } from '../ingest.errors.ts';
import { guessTimeFormat } from './guess-time-format.ts';
import type { Mapping } from './mapping.ts';
import { compileTimeFormat } from './time-format.ts';

/** Throws ING_TIME_FORMAT_OTHER, with the line of the mapping to change, when none of these times is written as it says. */
export function checkTimes({ time }: Mapping, texts: readonly string[]): void {
  const read = compileTimeFormat(time);
  const written = texts.filter((text) => text.trim() !== '');
  if (written.length === 0 || written.some((text) => read(text) !== undefined)) return;
  const found = guessTimeFormat(written) ?? '…';
  throw timeFormatOther({
    field: time.columns.join(' '),
    count: written.length,
    format: time.format,
    found,
    mind: whatToMind(found),
  });
}

function whatToMind(found: string): string {
  if (found === '…') return ', as docs/mappings.md describes it: no format we know reads them all';
  if (found === 'iso' || found.startsWith('epoch')) return '';
  return ', and check that zone says where these times are local (UTC unless told)';
}
