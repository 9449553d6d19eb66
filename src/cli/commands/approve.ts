import { requireProject } from '../../projects/index.ts';
import { approveDeclaration, declarationWaiting } from '../../register/index.ts';
import { personOfKey } from '../acting-person.ts';
import { keyNeeded, nothingWaits } from '../cli.errors.ts';
import type { Command } from '../command.ts';
import { readAddress, readOptions } from '../options.ts';

const OPTIONS = { key: { type: 'string' }, reason: { type: 'string' } } as const;

export const approve: Command = {
  name: 'approve',
  summary: 'approves the declaration of a project that waits, with your own key',
  help: `lamppost approve AUTHORITY/PROJECT --key KEY

Puts the submitted declaration of the project into force. It takes the own key of a person who may approve and who did
not submit it; --as is not enough here. A person makes a key on the page /keys.

  --key KEY       the approver's own key; --key - reads it from standard input
  --reason TEXT   why, in a sentence; kept with the decision`,
  async run(args, { openHouse, say }) {
    const { values, positionals } = readOptions('approve', args, OPTIONS, ['AUTHORITY/PROJECT']);
    const { authority, slug } = readAddress('approve', positionals[0]!, 'project');
    if (values.key === undefined) throw keyNeeded();
    const { house, close } = await openHouse();
    try {
      const viewer = await personOfKey(house.db, values.key, house.clock);
      const { id, title } = await requireProject(house.db, authority, slug);
      const waiting = await declarationWaiting(house.db, viewer, id);
      if (!waiting) throw nothingWaits({ project: positionals[0]! });
      const decision = { at: house.clock.now(), ...(values.reason ? { reason: values.reason } : {}) };
      await house.db.transaction().execute((tx) => approveDeclaration(tx, viewer, waiting.id, decision));
      say(`Version ${waiting.version} of the declaration of "${title}" is in force, approved by ${viewer.name}.`);
      return 0;
    } finally {
      await close();
    }
  },
};
