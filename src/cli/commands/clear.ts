import { isClearanceKind, recordDocument, requireProject } from '../../projects/index.ts';
import { personOfKey } from '../acting-person.ts';
import { keyNeeded, optionInvalid } from '../cli.errors.ts';
import type { Command } from '../command.ts';
import { readAddress, readOptions } from '../options.ts';

const OPTIONS = {
  key: { type: 'string' },
  title: { type: 'string' },
  reference: { type: 'string' },
  dated: { type: 'string' },
  until: { type: 'string' },
} as const;

export const clear: Command = {
  name: 'clear',
  summary: 'says, with your own key, that a document clears what a project needs',
  help: `lamppost clear AUTHORITY/PROJECT KIND… --key KEY --title TEXT --reference TEXT --dated DAY

Records that a document held elsewhere meets requirements of the project: screening, dpia, equality, ethics, security,
supplier, evaluation. It takes the own key of a person whose role the authority's policy names and who did not write or
submit the declaration. A person makes a key on the page /keys.

  --key KEY         that person's own key; --key - reads it from standard input
  --title TEXT      what the document is called
  --reference TEXT  where to find it
  --dated DAY       the day on it, as 2026-03-31
  --until DAY       to the end of which day it holds; without one, until it is taken back`,
  async run(args, { openHouse, say }) {
    const { values, positionals } = readOptions('clear', args, OPTIONS, ['AUTHORITY/PROJECT', 'KIND…']);
    const [address, ...kinds] = positionals;
    const { authority, slug } = readAddress('clear', address!, 'project');
    if (values.key === undefined) throw keyNeeded();
    const unknown = kinds.find((kind) => !isClearanceKind(kind));
    if (unknown) throw optionInvalid({ command: 'clear', why: `There is no clearance of the kind "${unknown}".` });
    if (values.until && !/^\d{4}-\d{2}-\d{2}$/.test(values.until))
      throw optionInvalid({ command: 'clear', why: '--until must be a day such as 2027-03-31.' });
    const { house, close } = await openHouse();
    try {
      const viewer = await personOfKey(house.db, values.key, house.clock);
      const { id, title } = await requireProject(house.db, authority, slug);
      const document = {
        kinds: kinds.filter(isClearanceKind),
        title: values.title ?? '',
        reference: values.reference ?? '',
        datedOn: values.dated ?? '',
        validUntil: values.until ? new Date(`${values.until}T23:59:59Z`) : null,
      };
      await house.db.transaction().execute((tx) => recordDocument(tx, viewer, id, document, house.clock));
      say(`"${title}" is cleared for ${kinds.join(', ')} by ${viewer.name}.`);
      return 0;
    } finally {
      await close();
    }
  },
};
