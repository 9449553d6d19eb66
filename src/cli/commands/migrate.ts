import type { Command } from '../command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  beginsData: true,
  summary: 'brings the database up to this version without serving',
  help: `lamppost migrate

Opens the data folder (or DATABASE_URL), applies the migrations that are missing and stops. Starting does the same; this
is for those who upgrade the database in a step of its own. Data written by a newer version are refused untouched.`,
  async run(_args, { openHouse, say }) {
    const { close } = await openHouse();
    await close();
    say('The database is at this version.');
    return 0;
  },
};
