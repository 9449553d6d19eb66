import { offerSetUp } from '../../identity/index.ts';
import type { Command } from '../command.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'starts Lamppost and serves until it is told to stop',
  help: `lamppost serve

Starts pages, APIs, the MQTT broker, jobs and (unless DATABASE_URL is set) the embedded PostgreSQL, then prints
"ready http://…". On an empty data folder it also prints a one-time link to set up the first authority. SIGTERM or
Ctrl-C stops it cleanly.`,
  logsTo: 'stdout',
  run: (_args, { serve: startServing, say }) =>
    startServing({
      async afterReady({ publicUrl, composed: { house } }) {
        const token = await offerSetUp(house.db, house.clock);
        if (token === undefined) return;
        say(
          `Nothing is set up yet. Open this link once, within a day, to create an authority and its first two people:`,
        );
        say(`  ${publicUrl}/setup?token=${token}`);
      },
    }),
};
