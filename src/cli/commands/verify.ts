import type { Command } from '../command.ts';
import { readOptions } from '../options.ts';
import { readBooks } from '../verify/accounts.store.ts';
import { checkAuditLog } from '../verify/audit-log.ts';
import { discrepanciesOf } from '../verify/check-books.ts';
import { sayBooks } from '../verify/say-books.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'accounts for every reading, to the row, and checks the audit log',
  help: `lamppost verify

Compares the ledger with the store: for each source, read = stored + duplicate + blank + simulated + refused; for each
device, the rows that stand are those stored less those that retention deleted; each import adds up. Prints the accounts.
Walks the audit log of every authority and names the first entry that was altered, moved or removed; where each log ended
is kept in audit-heads.json in the data folder, so that a shortened log is noticed the next time.
Works beside a running Lamppost and sees one instant. Exit code 0 when everything adds up, 1 when something does not.`,
  async run(args, { openHouse, say, complain }) {
    readOptions('verify', args, {});
    const { house, close } = await openHouse();
    try {
      const books = await readBooks(house.db);
      for (const line of sayBooks(books)) say(line);
      const auditLog = await checkAuditLog(house.db, house.settings.data);
      for (const line of ['', ...auditLog.lines]) say(line);
      const discrepancies = [...discrepanciesOf(books), ...auditLog.discrepancies];
      if (discrepancies.length === 0) {
        say('\nEverything adds up.');
        return 0;
      }
      for (const sentence of discrepancies.slice(0, 50)) complain(sentence);
      if (discrepancies.length > 50) complain(`… and ${discrepancies.length - 50} more`);
      complain(`\n${discrepancies.length === 1 ? 'One thing does' : `${discrepancies.length} things do`} not add up.`);
      return 1;
    } finally {
      await close();
    }
  },
};
