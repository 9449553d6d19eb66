/** `./lamppost <command>`: reads settings, finds the command, turns errors into words and an exit code. */
import { createLog, LamppostError, loadSettings } from '../base/index.ts';
import { type CommandContext, commands, findCommand, usage } from '../cli/index.ts';
import { openHouse } from './open-house.ts';
import { serveUntilSignal } from './serve.ts';

const EXIT_OF = {
  invalid: 64,
  not_found: 66,
  conflict: 75,
  unavailable: 69,
  forbidden: 77,
  unauthenticated: 77,
} as Record<string, number>;

const [name, ...rest] = process.argv.slice(2);
try {
  const command = findCommand(name ?? 'help');
  if (!command) {
    console.error(`There is no command "${name}".\n\n${usage(commands)}`);
    process.exit(64);
  }
  const env = { ...command.environment?.(process.env), ...process.env };
  const settings = loadSettings(env);
  const log = createLog(settings.logLevel, command.logsTo === 'stdout' ? 1 : 2);
  const context: CommandContext = {
    settings,
    log,
    env,
    say: (line) => console.log(line),
    complain: (line) => console.error(line),
    openHouse: () => openHouse(settings, log, { attach: true, mustStand: command.beginsData !== true }),
    serve: (hooks) => serveUntilSignal(settings, log, (line) => console.log(line), hooks),
  };
  process.exit(await command.run(rest, context));
} catch (error) {
  if (error instanceof LamppostError) {
    console.error(`${error.message}\n${error.cure}`);
    process.exit(EXIT_OF[error.kind] ?? 70);
  }
  console.error(error);
  process.exit(70);
}
