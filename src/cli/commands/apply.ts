import { createCodecBox, vectorsIn } from '../../register/index.ts';
import { findActingPeople, WHO_HELP } from '../acting-person.ts';
import { applyFile } from '../apply/apply.ts';
import { ApplyFile } from '../apply/apply-file.ts';
import { sayJournal } from '../apply/journal.ts';
import { readYamlFile } from '../apply/read-file.ts';
import { sayFields } from '../apply/say-fields.ts';
import type { Command } from '../command.ts';
import { readOptions } from '../options.ts';

const OPTIONS = {
  as: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  schema: { type: 'boolean' },
  fields: { type: 'boolean' },
} as const;

export const apply: Command = {
  name: 'apply',
  beginsData: true,
  summary: 'makes authorities, projects, models, devices and sources as a file describes them',
  help: `lamppost apply FILE.yaml --as EMAIL

Creates or changes what the file names, all of it or nothing. A second run changes nothing. Declarations are submitted,
never approved: that is a second person's own act (lamppost approve, or the page of the project). Keys of new sources and
links for first passwords are printed once. Without --as or --key only where no authority stands yet, as at set-up; for
a file of several authorities name somebody of each.

${WHO_HELP}
  --dry-run    shows what would change and changes nothing
  --fields     prints every field a file may hold
  --schema     prints the JSON schema, for editors

docs/apply.md describes the file; examples/ holds two.`,
  async run(args, context) {
    const wantsNoFile = args.includes('--schema') || args.includes('--fields');
    const { values, positionals } = readOptions('apply', args, OPTIONS, wantsNoFile ? [] : ['FILE.yaml']);
    if (values.schema) return say(context, JSON.stringify(ApplyFile, null, 2));
    if (values.fields) return say(context, sayFields());
    const file = readYamlFile(positionals[0]!);
    const { house, close } = await context.openHouse();
    const codecBox = createCodecBox();
    try {
      const people = await findActingPeople(house.db, values, house.clock);
      const journal = await applyFile(house.db, {
        file,
        people,
        clock: house.clock,
        runVectors: vectorsIn(codecBox),
        publicUrl: house.settings.publicUrl,
        dry: values['dry-run'] ?? false,
      });
      for (const line of sayJournal(journal, values['dry-run'] ?? false)) context.say(line);
      for (const { what, secret } of journal.secrets) context.say(`\n${what}, shown this once:\n  ${secret}`);
      return 0;
    } finally {
      await codecBox.stop();
      await close();
    }
  },
};

function say(context: { say(line: string): void }, text: string): number {
  context.say(text);
  return 0;
}
