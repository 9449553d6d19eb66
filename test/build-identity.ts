/** Builders of authorities, people, sessions and keys, and a server that knows who is asking. */
import type { FastifyInstance } from 'fastify';
import { type Clock, createServer, type Db, type Settings, silentLog, systemClock } from '../src/base/index.ts';
import {
  type Authority,
  addPerson,
  createAuthority,
  createKey,
  grantRole,
  identityPlugin,
  type NewAuthority,
  type NewKey,
  openSession,
  type PersonViewer,
  type Role,
  type ScryptCost,
  sessionCookie,
  setPassword,
  viewerOfPerson,
} from '../src/identity/index.ts';

let built = 0;

/** An authority with invented name and short name. */
export function anAuthority(
  db: Db,
  overrides: Partial<NewAuthority> = {},
): Promise<Authority & { authorityId: number }> {
  const number = ++built;
  return db.transaction().execute(async (tx) => {
    const authority = await createAuthority(tx, { slug: `borough-${number}`, name: `Borough ${number}`, ...overrides });
    return { ...authority, authorityId: authority.id };
  });
}

export interface BuiltPerson {
  readonly personId: number;
  readonly email: string;
  readonly viewer: PersonViewer;
}

interface PersonWish {
  authorityId: number;
  roles?: readonly Role[];
  name?: string;
  email?: string;
  password?: string;
}

/** Cheap on purpose; hashed again, dearly, at the first sign-in. */
export const QUICK: ScryptCost = { ln: 10, r: 8, p: 1 };

/** A person with roles (project lead unless told) in one authority, as the use cases see them. */
export function aPerson(
  db: Db,
  { authorityId, roles = ['project_lead'], password, ...overrides }: PersonWish,
): Promise<BuiltPerson> {
  const number = ++built;
  return db.transaction().execute(async (tx) => {
    const { id: personId, email } = await addPerson(tx, {
      name: `Person ${number}`,
      email: `person-${number}@example.org`,
      ...overrides,
    });
    for (const role of roles) await grantRole(tx, { authorityId, personId, role });
    if (password !== undefined) await setPassword(tx, personId, password, { cost: QUICK });
    return { personId, email, viewer: (await viewerOfPerson(tx, personId))! };
  });
}

/** A session of the person: the cookie header for `inject`, and the token its forms carry in `csrf`. */
export async function aSession(
  db: Db,
  { personId }: { personId: number },
  clock: Clock = systemClock,
): Promise<{ token: string; csrf: string; cookie: string }> {
  const { token, csrf } = await openSession(db, { personId, userAgent: 'test browser' }, clock);
  return { token, csrf, cookie: `${sessionCookie(PUBLIC_URL).name}=${token}` };
}

/** A key; an analyst's unless told. */
export function aKey(
  db: Db,
  wish: Partial<NewKey> & { authorityId: number },
  clock: Clock = systemClock,
): Promise<{ key: string; credentialId: number }> {
  return db.transaction().execute((tx) => createKey(tx, { kind: 'analyst', name: 'A key', ...wish }, clock));
}

const PUBLIC_URL = 'http://127.0.0.1:8080';

/** A server with the identity plugin and nothing else; errors come back as `<code>: <message>`. Add routes, `inject`. */
export async function aServer(
  db: Db,
  { clock = systemClock, publicUrl = PUBLIC_URL }: { clock?: Clock; publicUrl?: string } = {},
): Promise<FastifyInstance> {
  const app = createServer(silentLog, ({ error, message }) => `${error}: ${message}`);
  await app.register(identityPlugin, { house: { db, clock, settings: { publicUrl } as Settings } });
  return app;
}
