import { type House, sql } from '../../base/index.ts';
import {
  authorityUnknown,
  findAuthority,
  issueKey,
  type KeyKind,
  type KeyScope,
  keyUnknown,
  listAuthorities,
  listKeys,
  type PersonViewer,
  withdrawKey,
} from '../../identity/index.ts';
import { rotateSourceKey } from '../../ingest/index.ts';
import { requireProject } from '../../projects/index.ts';
import { requireActingPerson, WHO, WHO_HELP } from '../acting-person.ts';
import { optionInvalid } from '../cli.errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { findSourceId } from '../find-source.ts';
import { readOptions } from '../options.ts';

const OPTIONS = {
  ...WHO,
  kind: { type: 'string' },
  name: { type: 'string' },
  source: { type: 'string' },
  project: { type: 'string', multiple: true },
  open: { type: 'boolean' },
  expires: { type: 'string' },
} as const;
const KINDS: readonly KeyKind[] = ['source', 'analyst', 'person'];

export const key: Command = {
  name: 'key',
  summary: 'shows, creates and revokes keys of sources, analysts and people',
  help: `lamppost key list [AUTHORITY]
lamppost key create AUTHORITY --kind source --source SOURCE --as EMAIL
lamppost key create AUTHORITY --kind analyst --name NAME [--project PROJECT …] [--open] --as EMAIL
lamppost key create AUTHORITY --kind person --name NAME --as EMAIL
lamppost key revoke PREFIX --as EMAIL

A key is printed once; only its hash is kept. A source has one key: creating it again stops the one before. An analyst's
key reads what the authority may read, or some projects, or (--open) only what anyone may. A person's key acts as that
person. PREFIX is what the list shows.

${WHO_HELP}
  --expires YYYY-MM-DD   the first day on which it no longer works`,
  async run(args, context) {
    const { values, positionals } = readOptions('key', args, OPTIONS, [
      'list, create or revoke',
      '[AUTHORITY or PREFIX]',
    ]);
    const [verb, about] = positionals as [string, string | undefined];
    const { house, close } = await context.openHouse();
    try {
      if (verb === 'list') return await list(house, about, context);
      if (verb !== 'create' && verb !== 'revoke') throw wrong(`"${verb}" is none of list, create and revoke.`);
      if (!about) throw wrong(`The ${verb === 'create' ? 'authority' : 'prefix'} is missing.`);
      const viewer = await requireActingPerson(house.db, values, house.clock);
      if (verb === 'revoke') return await revoke(house, viewer, about, context);
      return await create(house, viewer, { ...values, authority: about }, context);
    } finally {
      await close();
    }
  },
};

async function list({ db }: House, slug: string | undefined, { say }: CommandContext): Promise<number> {
  const authorities = slug === undefined ? await listAuthorities(db) : [await requireAuthority({ db }, slug)];
  const keys = await listKeys(db, { authorityIds: authorities.map(({ id }) => id), personId: null });
  for (const one of keys) {
    const authority = authorities.find(({ id }) => id === one.authorityId)!;
    const state = one.revokedAt
      ? `revoked ${day(one.revokedAt)}`
      : one.expiresAt
        ? `until ${day(one.expiresAt)}`
        : 'works';
    const used = one.lastUsedAt ? `last used ${day(one.lastUsedAt)}` : 'never used';
    say(
      `${one.prefix.padEnd(12)} ${authority.slug.padEnd(16)} ${one.kind.padEnd(8)} ${one.name.padEnd(40)} ${state}, ${used}`,
    );
  }
  if (keys.length === 0) say('There are no keys.');
  return 0;
}

interface Wanted {
  readonly authority: string;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly source?: string | undefined;
  readonly project?: readonly string[] | undefined;
  readonly open?: boolean | undefined;
  readonly expires?: string | undefined;
}

async function create(house: House, viewer: PersonViewer, wanted: Wanted, { say }: CommandContext): Promise<number> {
  const { db, clock } = house;
  const kind = KINDS.find((each) => each === wanted.kind);
  if (!kind) throw wrong(`--kind must be one of ${KINDS.join(', ')}.`);
  const { id: authorityId } = await requireAuthority(house, wanted.authority);
  if (kind === 'source') {
    if (!wanted.source) throw wrong('--source is missing.');
    const sourceId = await findSourceId(db, { authority: wanted.authority, slug: wanted.source });
    const { key: secret } = await db.transaction().execute((tx) => rotateSourceKey(tx, viewer, sourceId, clock));
    return show(say, `Key of the source ${wanted.authority}/${wanted.source}`, secret);
  }
  if (!wanted.name) throw wrong('--name is missing: say what the key is for.');
  const name = wanted.name;
  const scope = kind === 'analyst' ? await scopeOf(db, wanted) : {};
  const issue = { authorityId, kind, name, scope, expiresAt: expiryOf(wanted.expires) };
  const { key: secret } = await db.transaction().execute((tx) => issueKey(tx, viewer, issue, clock));
  return show(say, `Key "${name}"`, secret);
}

async function scopeOf(db: House['db'], { authority, project, open }: Wanted): Promise<KeyScope> {
  if (open) return { open };
  if (!project) return {};
  return { projectIds: await Promise.all(project.map(async (slug) => (await requireProject(db, authority, slug)).id)) };
}

async function revoke(
  { db, clock }: House,
  viewer: PersonViewer,
  prefix: string,
  { say }: CommandContext,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from identity.v_credential where prefix = ${prefix} and revoked_at is null`.execute(db);
  if (!rows[0]) throw keyUnknown();
  const { name } = await db.transaction().execute((tx) => withdrawKey(tx, viewer, rows[0]!.id, clock));
  say(`The key "${name}" no longer opens anything.`);
  return 0;
}

async function requireAuthority({ db }: Pick<House, 'db'>, slug: string) {
  const authority = await findAuthority(db, slug);
  if (!authority) throw authorityUnknown({ authority: slug });
  return authority;
}

function expiryOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at.getTime()))
    throw wrong('--expires must be a day as YYYY-MM-DD.');
  return at;
}

function show(say: (line: string) => void, what: string, secret: string): number {
  say(`${what}, shown this once:\n  ${secret}`);
  return 0;
}

const day = (at: Date) => at.toISOString().slice(0, 10);
const wrong = (why: string) => optionInvalid({ command: 'key', why });
