import { SETTINGS } from '../../base/index.ts';
import type { Command } from '../command.ts';

export const config: Command = {
  name: 'config',
  summary: 'prints every setting with its value, secrets masked',
  help: `lamppost config

Prints every setting, where its value comes from and what it is for. Secrets are masked. Settings are environment
variables; an unknown LAMPPOST_ name or a value that cannot be is refused when anything starts.`,
  async run(_args, { env, say }) {
    for (const setting of Object.values(SETTINGS)) {
      const given = env[setting.env];
      const value = given ?? setting.default ?? '(not set)';
      const shown = 'secret' in setting && given ? '********' : value;
      say(`${setting.env}=${shown}${given === undefined ? '   (default)' : ''}\n    ${setting.doc}`);
    }
    return 0;
  },
};
