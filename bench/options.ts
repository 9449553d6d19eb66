import { parseArgs } from 'node:util';
import { DOORS, type Door } from './messages.ts';

export interface BenchOptions {
  readonly doors: readonly Door[];
  readonly devices: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly history: number;
  readonly rate: number;
  readonly json: string | undefined;
  readonly profile: string | undefined;
}

const HELP = `npm run bench -- [options]

  --doors LIST      of ${DOORS.join(', ')} (all), or none
  --devices N       that send in turn (1000)
  --rounds N        each round measures ours and the floor of every door (3)
  --seconds N       measured a round (5); --warm-up N before it (2)
  --history N       readings that stand before the queries (1000000; the aim is held at 10000000; 0 leaves queries out)
  --rate N          readings a second that come in while the latest 100 are asked for (2000)
  --json FILE       write the figures there as well
  --profile FOLDER  write a processor profile of our server there when it stops (slows it down)
`;

export function readOptions(args: string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      doors: text,
      devices: text,
      rounds: text,
      seconds: text,
      'warm-up': text,
      history: text,
      rate: text,
      json: text,
      profile: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const number = (given: string | undefined, otherwise: number) => {
    const value = given === undefined ? otherwise : Number(given);
    if (!Number.isFinite(value) || value < 0) throw new Error(`${given} is not a number.\n\n${HELP}`);
    return value;
  };
  const named = values.doors === 'none' ? [] : (values.doors?.split(',') ?? DOORS);
  const odd = named.find((door) => !DOORS.includes(door as Door));
  if (odd !== undefined) throw new Error(`There is no door ${odd}.\n\n${HELP}`);
  return {
    doors: named as Door[],
    devices: number(values.devices, 1_000),
    rounds: number(values.rounds, 3),
    warmUpMs: number(values['warm-up'], 2) * 1000,
    measureMs: number(values.seconds, 5) * 1000,
    history: number(values.history, 1_000_000),
    rate: number(values.rate, 2_000),
    json: values.json,
    profile: values.profile,
  };
}
