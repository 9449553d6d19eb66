import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { importFile, type Receipt, readMapping } from '../../ingest/index.ts';
import { fileMissing, optionInvalid } from '../cli.errors.ts';
import type { Command } from '../command.ts';
import { findSourceId } from '../find-source.ts';
import { readAddress, readOptions } from '../options.ts';
import { createProgressBar } from '../progress-bar.ts';

const OPTIONS = { source: { type: 'string' }, mapping: { type: 'string' } } as const;
const SHOWN = 5;

export const importCommand: Command = {
  name: 'import',
  summary: 'imports files of readings, with a mapping, and accounts for every one',
  help: `lamppost import --source AUTHORITY/SOURCE --mapping MAPPING.yaml FILE [FILE …]

Reads CSV or JSON files (also .gz) through a source whose door is csv. The readings pass the same gate as all others, and
importing a file again changes nothing. Prints what became of each reading: read = stored + duplicate + blank + simulated
+ refused. examples/mappings holds mappings for files that are known; an import that was broken off is taken up by
running it again.`,
  async run(args, { openHouse, say }) {
    const { values, positionals } = readOptions('import', args, OPTIONS, ['FILE…']);
    if (!values.source) throw optionInvalid({ command: 'import', why: '--source is missing.' });
    if (!values.mapping) throw optionInvalid({ command: 'import', why: '--mapping is missing.' });
    const address = readAddress('import', values.source, 'source');
    const mapping = readMapping(readText(values.mapping));
    const place = mapping.file?.json === undefined ? 'line' : 'item';
    const { house, close } = await openHouse();
    try {
      const sourceId = await findSourceId(house.db, address);
      for (const path of positionals) {
        const bar = createProgressBar(basename(path));
        const { rows, counts, problems } = await importFile(house, {
          sourceId,
          path,
          mapping,
          progress: ({ bytesRead, bytes, rows: done }) =>
            bar.show(bytes === 0 ? 1 : bytesRead / bytes, `${format(done)} rows`),
        });
        bar.end(`${format(rows)} rows`);
        for (const line of sayCounts(basename(path), counts)) say(line);
        for (const { line, message } of problems.slice(0, SHOWN)) say(`  ${place} ${line}: ${message}`);
        if (problems.length > SHOWN) say(`  … and ${problems.length - SHOWN} ${place}s more`);
      }
      return 0;
    } finally {
      await close();
    }
  },
};

/** "read 8,760 = stored 8,472 + duplicate 0 + …", and the reasons of what was refused. */
export function sayCounts(
  name: string,
  { read, stored, duplicate, blank, simulated, refused, beside, notes }: Receipt,
): string[] {
  const reasons = Object.entries(refused).sort((a, b) => b[1] - a[1]);
  const refusals = reasons.reduce((sum, [, count]) => sum + count, 0);
  const parts = { stored, duplicate, blank, simulated, refused: refusals };
  const account = Object.entries(parts).map(([what, count]) => `${what} ${format(count)}`);
  return [
    `${name}: read ${format(read)} = ${account.join(' + ')}`,
    ...(beside > 0 ? [`  of the stored, ${format(beside)} stand beside another value for the same time`] : []),
    ...(reasons.length > 0
      ? [`  refused: ${reasons.map(([reason, count]) => `${reason} ${format(count)}`).join(', ')}`]
      : []),
    ...(refusals > 0 ? notes.slice(0, SHOWN).map((note) => `  ${note}`) : []),
  ];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileMissing({
      path,
      why: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : (error as Error).message,
    });
  }
}

function format(count: number): string {
  return count.toLocaleString('en-GB');
}
