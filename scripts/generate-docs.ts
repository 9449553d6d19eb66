/**
 * Writes the pages of docs/ that are made from the code: settings, errors, permissions, the map of rooms. They are committed;
 * test/house/docs.test.ts fails when one is not what this makes. `npm run docs` writes them anew.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { errorCatalogue, FLOORS, SETTINGS } from '../src/base/index.ts';
import { PERMISSIONS, ROLES } from '../src/identity/index.ts';

/** Every generated page: its path and its text. */
export async function generatedDocs(): Promise<Map<string, string>> {
  for (const file of globSync([
    'src/**/*.errors.ts',
    'src/web/**/*.routes.ts',
    'src/base/http/server.ts',
    'src/main/open-house.ts',
  ]))
    await import(pathToFileURL(file).href);
  return new Map([
    ['docs/settings.md', settingsPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/permissions.md', permissionsPage()],
    ['docs/rooms.md', roomsPage()],
  ]);
}

function settingsPage(): string {
  const rows = Object.values(SETTINGS).map(
    (setting) =>
      `| \`${setting.env}\` | ${setting.default === undefined ? '' : `\`${setting.default}\``} | ${setting.doc}${'secret' in setting ? ' Secret.' : ''} |`,
  );
  return page(
    'Settings',
    'Environment variables, read once at start. `./lamppost config` prints them with their values.',
    ['| name | default | what it is |', '|---|---|---|', ...rows],
  );
}

function errorsPage(): string {
  const rows = errorCatalogue().map(
    (error) => `| \`${error.code}\` | ${error.kind.replaceAll('_', ' ')} | ${cell(error.says)} | ${cell(error.cure)} |`,
  );
  return page('Errors', 'Every error has a code, says what happened and what to do. Words in braces are filled in.', [
    '| code | kind | what happened | what to do |',
    '|---|---|---|---|',
    ...rows,
  ]);
}

function permissionsPage(): string {
  const rows = Object.entries(PERMISSIONS).map(
    ([name, { allows, roles }]) =>
      `| \`${name}\` | ${allows} | ${roles.map((role) => role.replaceAll('_', ' ')).join(', ')} |`,
  );
  return page(
    'Permissions',
    `A role is held in one authority and carries its permissions there only. Roles: ${Object.keys(ROLES)
      .map((role) => role.replaceAll('_', ' '))
      .join(', ')}.`,
    ['| permission | allows to | roles |', '|---|---|---|', ...rows],
  );
}

function roomsPage(): string {
  const rooms = [...FLOORS].reverse().map((floor) =>
    floor
      .map((room) => {
        const readme = globSync(`src/${room}/README.md`)[0];
        const says = readme ? readFileSync(readme, 'utf8').split('\n\n')[1]?.replaceAll('\n', ' ') : undefined;
        return says ? `**${room}**: ${says}` : `**${room}**`;
      })
      .join('\n\n'),
  );
  return page(
    'The rooms',
    'From the roof to the ground. A room calls only those below it, through their `index.ts`.',
    rooms.flatMap((room) => [room, '']),
  );
}

function page(title: string, intro: string, lines: string[]): string {
  return [`# ${title}`, '', '<!-- Made by `npm run docs`; do not edit. -->', '', intro, '', ...lines]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

if (import.meta.main) {
  for (const [path, text] of await generatedDocs()) writeFileSync(path, text);
}
