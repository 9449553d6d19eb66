/** The command line on a test's own database: runs a command and hands back what it said. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, LamppostError, silentLog } from '../src/base/index.ts';
import { type CommandContext, findCommand } from '../src/cli/index.ts';
import { aHouse, type TestHouse } from './build-ingest.ts';
import { aDatabase } from './database.ts';

export interface Said {
  readonly code: number;
  /** Standard output. */
  readonly said: string;
  /** Standard error. */
  readonly complained: string;
  /** The error's code, where it ended in one. */
  readonly error?: string;
}

export interface CommandLine {
  readonly db: Db;
  readonly house: TestHouse;
  lamppost(command: string, ...args: string[]): Promise<Said>;
}

/** A command line whose clock stands at noon of 1 May 2026. Commands that serve are refused. */
export async function aCommandLine(): Promise<CommandLine> {
  const own = await aDatabase();
  const house = await aHouse(own, { LAMPPOST_DATA: mkdtempSync(join(tmpdir(), 'lamppost-cli-')) });
  return {
    db: own.db,
    house,
    async lamppost(name, ...args) {
      const said: string[] = [];
      const complained: string[] = [];
      const context: CommandContext = {
        settings: house.settings,
        log: silentLog,
        env: {},
        say: (line) => said.push(line),
        complain: (line) => complained.push(line),
        openHouse: async () => ({ house, close: async () => {} }),
        serve: () => Promise.reject(new Error('tests do not serve')),
      };
      try {
        const code = await findCommand(name)!.run(args, context);
        return { code, said: said.join('\n'), complained: complained.join('\n') };
      } catch (error) {
        if (!(error instanceof LamppostError)) throw error;
        return { code: 64, said: said.join('\n'), complained: `${error.message}\n${error.cure}`, error: error.code };
      }
    },
  };
}
