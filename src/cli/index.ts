import type { Command } from './command.ts';
import { apply } from './commands/apply.ts';
import { approve } from './commands/approve.ts';
import { clear } from './commands/clear.ts';
import { config } from './commands/config.ts';
import { demo } from './commands/demo.ts';
import { importCommand } from './commands/import.ts';
import { key } from './commands/key.ts';
import { member } from './commands/member.ts';
import { migrateCommand } from './commands/migrate.ts';
import { serve } from './commands/serve.ts';
import { verify } from './commands/verify.ts';

export type { Command, CommandContext, ServeHooks } from './command.ts';

/** Every command, in the order `lamppost help` shows them. */
export const commands: readonly Command[] = [
  serve,
  demo,
  apply,
  clear,
  approve,
  importCommand,
  verify,
  member,
  key,
  config,
  migrateCommand,
].map(withHelp);

/** Finds a command by name; `help` and `--help` show what there is. */
export function findCommand(name: string): Command | undefined {
  if (['help', '--help', '-h'].includes(name)) return help;
  return commands.find((command) => command.name === name);
}

export function usage(list: readonly Command[]): string {
  const width = Math.max(...list.map((command) => command.name.length));
  const lines = list.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `Usage: ./lamppost <command> [options]\n\n${lines.join('\n')}\n\n./lamppost help <command> tells more about one of them.`;
}

/** `--help` after any command shows its text and does nothing else. */
function withHelp(command: Command): Command {
  return {
    ...command,
    async run(args, context) {
      const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
      if (!own.includes('--help') && !own.includes('-h')) return command.run(args, context);
      context.say(command.help);
      return 0;
    },
  };
}

const help: Command = {
  name: 'help',
  summary: 'shows the commands, or one of them in full',
  help: 'lamppost help [command]',
  async run([name], { say, complain }) {
    if (!name || name.startsWith('-')) {
      say(usage(commands));
      return 0;
    }
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) {
      complain(`There is no command "${name}".\n\n${usage(commands)}`);
      return 64;
    }
    say(command.help);
    return 0;
  },
};
