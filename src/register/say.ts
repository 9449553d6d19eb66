/** The values of a declaration in plain words: one wording for pages, signs, differences and files. Pure. */
import type { AudienceName, Detail, LawfulBasis, PersonalDataClass } from './declaration.ts';

const CLASS_SAYS: Record<PersonalDataClass, string> = {
  none: 'nothing about people',
  de_identified: 'data about people that no longer identify them',
  pseudonymous: 'data about people under a code in place of their name',
  identifiable: 'data that identify people',
};

const BASIS_SAYS: Record<LawfulBasis, string> = {
  public_task: 'public task',
  consent: 'consent',
  legitimate_interests: 'legitimate interests',
  legal_obligation: 'legal obligation',
  contract: 'contract',
  vital_interests: 'vital interests',
  not_personal: 'not needed: no personal data',
};

const AUDIENCE_SAYS: Record<AudienceName, string> = {
  public: 'anyone',
  partners: 'partner authorities',
  authority: 'staff of the authority',
  project: 'the people of the project',
};

const DETAIL_SAYS: Record<Detail, string> = {
  readings: 'every reading',
  hourly: 'hourly means',
  daily: 'daily means',
  counts: 'counts only',
};

export const sayClass = (name: PersonalDataClass): string => CLASS_SAYS[name];
export const sayLawfulBasis = (name: LawfulBasis): string => BASIS_SAYS[name];
export const sayDetail = (name: Detail): string => DETAIL_SAYS[name];

/** "anyone: every reading". */
export function sayAudience({ audience, detail }: { audience: AudienceName; detail: Detail }): string {
  return `${AUDIENCE_SAYS[audience]}: ${DETAIL_SAYS[detail]}`;
}

/** The answer to "can it see me?", from what the sensor captures. */
export function sayCanItSeeMe(capture: PersonalDataClass): string {
  if (capture === 'none') return 'No. It captures nothing about people.';
  if (capture === 'de_identified') return 'It notices people, but cannot tell who they are.';
  if (capture === 'pseudonymous') return 'In part. It captures data about people, under a code in place of their name.';
  return 'Yes. What it captures can identify people.';
}

export function sayInterval(seconds: number): string {
  if (seconds === 0) return 'as often as the device sends';
  return `one reading every ${span(seconds)}`;
}

export function sayDecimals(decimals: number): string {
  if (decimals === 0) return 'whole numbers';
  return `${10 ** -decimals < 1 ? (10 ** -decimals).toFixed(decimals) : 10 ** -decimals}`;
}

export function sayPlace(metres: number): string {
  return metres === 0 ? 'exactly' : `to a square of ${metres >= 1000 ? `${metres / 1000} km` : `${metres} m`}`;
}

export function sayRetention(days: number): string {
  if (days % 365 === 0) return plural(days / 365, 'year');
  return plural(days, 'day');
}

function span(seconds: number): string {
  if (seconds % 86_400 === 0) return plural(seconds / 86_400, 'day', true);
  if (seconds % 3600 === 0) return plural(seconds / 3600, 'hour', true);
  if (seconds % 60 === 0) return plural(seconds / 60, 'minute', true);
  return plural(seconds, 'second', true);
}

function plural(count: number, word: string, bare = false): string {
  if (count === 1) return bare ? word : `1 ${word}`;
  return `${count} ${word}s`;
}
