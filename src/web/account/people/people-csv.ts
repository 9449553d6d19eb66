import type { Member } from '../../../identity/index.ts';

/** The list as CSV (RFC 4180). Cells that a spreadsheet would run as a formula get an apostrophe in front. */
export function peopleCsv(people: readonly Member[]): string {
  const rows = people.map(({ name, email, roles }) => [name, email, roles.join(' ')]);
  return [['name', 'email', 'roles'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
