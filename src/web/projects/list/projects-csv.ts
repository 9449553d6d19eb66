import type { ListedProject } from '../../../projects/index.ts';

const COLUMNS = ['authority', 'project', 'title', 'stage', 'verdict', 'treated_as', 'lead', 'started', 'summary'];

/** The list as CSV (RFC 4180, CRLF). Cells that a spreadsheet would run as a formula get an apostrophe in front. */
export function projectsCsv(projects: readonly ListedProject[]): string {
  const rows = projects.map((project) => [
    project.authoritySlug,
    project.slug,
    project.title,
    project.stage,
    project.verdict ?? '',
    project.chosenVerdict ?? '',
    project.lead ?? '',
    project.createdAt.toISOString(),
    project.summary,
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
