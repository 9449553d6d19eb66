import nunjucks from 'nunjucks';
import { intervalText, numberText, pluralText, quantityText, unitText } from './number-words.ts';
import { dayWords, fullMomentWords, isoDay, momentWords } from './time-words.ts';

type Moment = Date | string | number | null | undefined;

/**
 * The filters of every template: `moment` (`14:00 today`, zone on hover), `day`, `longMoment`, `number`, `quantity`,
 * `unit`, `plural`, `humanInterval`, `isoInstant`. Times may be a Date, an ISO string or epoch milliseconds; what is
 * absent or no time reads "not known".
 */
export function addFilters(environment: nunjucks.Environment, now: () => Date): void {
  const filters: Record<string, (...args: never[]) => unknown> = {
    moment: (value: Moment) => timeElement(value, (at) => momentWords(at, now())),
    day: (value: Moment) => timeElement(value, dayWords, isoDay),
    longMoment: (value: Moment) => timeElement(value, fullMomentWords),
    isoInstant: (value: Moment) => asDate(value)?.toISOString() ?? '',
    number: (value: number, digits?: number) => numberText(value, digits),
    quantity: (value: number, unit?: string, digits?: number) => quantityText(value, unit, digits),
    unit: (value: string) => unitText(value),
    plural: (count: number, one: string, many?: string) => pluralText(count, one, many),
    humanInterval: (ms: number) => intervalText(ms),
  };
  for (const [name, filter] of Object.entries(filters))
    environment.addFilter(name, filter as (value: unknown) => unknown);
}

function timeElement(value: Moment, words: (at: Date) => string, machine = (at: Date) => at.toISOString()): unknown {
  const at = asDate(value);
  if (!at) return 'not known';
  const title = words === fullMomentWords ? '' : ` title="${fullMomentWords(at)}"`;
  return new nunjucks.runtime.SafeString(`<time datetime="${machine(at)}"${title}>${words(at)}</time>`);
}

function asDate(value: Moment): Date | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const at = value instanceof Date ? value : new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
