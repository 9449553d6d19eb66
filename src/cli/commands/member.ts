import type { House } from '../../base/index.ts';
import { nearestOf } from '../../base/index.ts';
import {
  ALL_ROLES,
  type Authority,
  authorityUnknown,
  endMembership,
  findAuthority,
  findPersonByEmail,
  giveRole,
  invitePerson,
  isRole,
  listAuthorities,
  listPeople,
  personUnknown,
  type Role,
  rolesOf,
  takeRole,
} from '../../identity/index.ts';
import { requireActingPerson, WHO, WHO_HELP, type Who } from '../acting-person.ts';
import { optionInvalid } from '../cli.errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { readOptions } from '../options.ts';

const OPTIONS = { ...WHO, name: { type: 'string' }, role: { type: 'string', multiple: true } } as const;

export const member: Command = {
  name: 'member',
  summary: 'shows, adds and ends the people and roles of an authority',
  help: `lamppost member list [AUTHORITY]
lamppost member add AUTHORITY EMAIL --name NAME --role ROLE [--role ROLE …] --as EMAIL
lamppost member end AUTHORITY EMAIL [--role ROLE …] --as EMAIL

Adding somebody new prints a one-time link with which they set a password. Without --role, end takes every role. Who
does this needs the role administrator there; nobody changes their own roles.

${WHO_HELP}
  --role ROLE  one of ${ALL_ROLES.join(', ')}`,
  async run(args, context) {
    const { values, positionals } = readOptions('member', args, OPTIONS, [
      'list, add or end',
      '[AUTHORITY]',
      '[EMAIL]',
    ]);
    const [verb, authority, email] = positionals as [string, string | undefined, string | undefined];
    const { house, close } = await context.openHouse();
    try {
      if (verb === 'list') return await list(house, authority, context);
      if (verb !== 'add' && verb !== 'end') throw wrong(`"${verb}" is none of list, add and end.`);
      if (!authority || !email) throw wrong(`${authority ? 'The email address' : 'The authority'} is missing.`);
      const roles = (values.role ?? []).map(requireRole);
      const wanted = { authority: await requireAuthority(house, authority), email, roles, name: values.name };
      return await (verb === 'add' ? add : end)(house, values, wanted, context);
    } finally {
      await close();
    }
  },
};

interface Wanted {
  readonly authority: Authority;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly name: string | undefined;
}

async function list({ db }: House, slug: string | undefined, { say }: CommandContext): Promise<number> {
  const authorities = slug === undefined ? await listAuthorities(db) : [await requireAuthority({ db }, slug)];
  for (const authority of authorities) {
    say(`${authority.slug} (${authority.name})`);
    for (const person of await listPeople(db, authority.id)) {
      const waits = person.hasPassword ? '' : '  (no password yet)';
      say(`  ${person.email.padEnd(36)} ${person.name.padEnd(24)} ${person.roles.join(', ')}${waits}`);
    }
  }
  return 0;
}

async function add(
  house: House,
  who: Who,
  { authority, email, roles, name }: Wanted,
  { say }: CommandContext,
): Promise<number> {
  const { db, clock, settings } = house;
  if (roles.length === 0) throw wrong('At least one --role is missing.');
  const viewer = await requireActingPerson(db, who, clock);
  const known = await findPersonByEmail(db, email);
  if (!known && !name) throw wrong('--name is missing; somebody new needs one.');
  const authorityId = authority.id;
  const linkToken = await db.transaction().execute(async (tx) => {
    if (!known) return (await invitePerson(tx, viewer, { authorityId, email, name: name!, roles }, clock)).linkToken;
    for (const role of roles) await giveRole(tx, viewer, { authorityId, personId: known.id, role });
    return undefined;
  });
  say(`${known?.name ?? name} is ${roles.join(', ')} in ${authority.name}.`);
  if (linkToken)
    say(`\nLink to set a password, once, within 24 hours:\n  ${settings.publicUrl}/password?token=${linkToken}`);
  return 0;
}

async function end(
  house: House,
  who: Who,
  { authority, email, roles }: Wanted,
  { say }: CommandContext,
): Promise<number> {
  const { db, clock } = house;
  const viewer = await requireActingPerson(db, who, clock);
  const person = await findPersonByEmail(db, email);
  const held = person ? await rolesOf(db, person.id, authority.id) : [];
  if (!person || held.length === 0) throw personUnknown();
  const membership = { authorityId: authority.id, personId: person.id };
  await db.transaction().execute(async (tx) => {
    if (roles.length === 0) await endMembership(tx, viewer, membership, clock);
    else for (const role of roles) await takeRole(tx, viewer, { ...membership, role });
  });
  say(`${person.name} is no longer ${(roles.length === 0 ? held : roles).join(', ')} in ${authority.name}.`);
  return 0;
}

async function requireAuthority({ db }: Pick<House, 'db'>, slug: string): Promise<Authority> {
  const authority = await findAuthority(db, slug);
  if (!authority) throw authorityUnknown({ authority: slug, slug });
  return authority;
}

function requireRole(role: string): Role {
  if (isRole(role)) return role;
  const hint = nearestOf(role, ALL_ROLES);
  throw wrong(`There is no role ${role}.${hint ? ` Did you mean ${hint}?` : ''}`);
}

const wrong = (why: string) => optionInvalid({ command: 'member', why });
