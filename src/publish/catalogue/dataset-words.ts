import type { Dataset } from './dataset.store.ts';

/** The dataset in one sentence of at most 250 characters (the exchange model's summary). */
export function summaryOf({ title, authorityName, properties, devices }: Dataset): string {
  const measured = properties.map(({ name }) => name.toLowerCase()).join(', ') || 'nothing yet';
  const text = `${title}: ${measured}, measured by ${devices} ${devices === 1 ? 'sensor' : 'sensors'} of ${authorityName}.`;
  return text.length <= 250 ? text : `${[...text].slice(0, 248).join('')}…`;
}

/** `2026-05-01`, in UTC. */
export function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
