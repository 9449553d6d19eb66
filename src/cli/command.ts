import type { House, Log, Settings } from '../base/index.ts';
import type { Ingest } from '../ingest/index.ts';

/** What a command is given. Parts that stand above this floor arrive as functions. */
export interface CommandContext {
  readonly settings: Settings;
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
  say(line: string): void;
  complain(line: string): void;
  /** Opens the house, beside a running Lamppost when there is one on the same data folder. */
  openHouse(): Promise<{ house: House; close(): Promise<void> }>;
  /** Starts everything and serves until a signal; resolves with the exit code. */
  serve(hooks?: ServeHooks): Promise<number>;
}

/** What a command sees of the running house. */
export interface Running {
  readonly house: House;
  readonly ingest: Ingest;
}

export interface ServeHooks {
  /** Runs once the schema stands and before anything listens. */
  beforeReady?: (composed: Running) => Promise<void>;
  /** Runs after the ready line. */
  afterReady?: (serving: { address: string; publicUrl: string; composed: Running }) => Promise<void>;
}

/** One command of the command line; one file each in commands/. */
export interface Command {
  readonly name: string;
  /** One line for `lamppost help`. */
  readonly summary: string;
  /** The full text of `lamppost <name> --help`. */
  readonly help: string;
  /** Logs of a server go to standard output, those of a command to standard error. */
  readonly logsTo?: 'stdout' | 'stderr';
  /** Defaults for settings that differ for this command, such as the demo's data folder. */
  environment?(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /** True for commands that may begin a data folder; the others refuse one that is not there. */
  readonly beginsData?: true;
  /** Resolves with the exit code. */
  run(args: string[], context: CommandContext): Promise<number>;
}
