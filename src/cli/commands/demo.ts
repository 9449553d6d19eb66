import type { Command } from '../command.ts';
import { fillHistory } from '../demo/fill-history.ts';
import { foundWorld } from '../demo/found-world.ts';
import { keepSending } from '../demo/keep-sending.ts';
import { createSender, type Sender } from '../demo/send-messages.ts';
import { sayWelcome } from '../demo/welcome.ts';
import { readOptions } from '../options.ts';
import { createProgressBar } from '../progress-bar.ts';

const SEED = 1867;

export const demo: Command = {
  name: 'demo',
  summary: 'starts a made-up partnership of three boroughs, with history and live readings',
  help: `lamppost demo

Starts Lamppost on ./data-demo (or LAMPPOST_DATA) with three invented boroughs, four projects and 200 devices. The first
start writes sixty days of readings, about a million, and takes a minute or two; later ones fill the gap since the last
stop. Then readings go on arriving as they fall due. It prints where to look and how to sign in. Ctrl-C stops it; delete
the folder to begin anew.`,
  environment: () => ({ LAMPPOST_DATA: './data-demo', LAMPPOST_LOG: 'warn' }),
  async run(args, context) {
    readOptions('demo', args, {});
    let sender: Sender;
    let untilMs: number;
    return context.serve({
      beforeReady: async ({ house, ingest }) => {
        await foundWorld(house);
        sender = await createSender(house.db, ingest, house.clock);
        const filled = await fillHistory(house.db, sender, { seed: SEED, clock: house.clock, createProgressBar });
        ({ untilMs } = filled);
      },
      afterReady: async ({ address, composed: { house } }) => {
        keepSending(sender, untilMs, { seed: SEED, clock: house.clock, log: house.log });
        for (const line of sayWelcome(address)) context.say(line);
      },
    });
  },
};
