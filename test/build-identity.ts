/** Builders of authorities and people. */
import type { Db } from '../src/base/index.ts';
import {
  type Authority,
  addPerson,
  createAuthority,
  grantRole,
  type NewAuthority,
  type PersonViewer,
  type Role,
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

/** A person with roles (project lead unless told) in one authority, as the use cases see them. */
export function aPerson(
  db: Db,
  { authorityId, roles = ['project_lead'], ...overrides }: PersonWish,
): Promise<BuiltPerson> {
  const number = ++built;
  return db.transaction().execute(async (tx) => {
    const { id: personId, email } = await addPerson(tx, {
      name: `Person ${number}`,
      email: `person-${number}@example.org`,
      ...overrides,
    });
    for (const role of roles) await grantRole(tx, { authorityId, personId, role });
    return { personId, email, viewer: (await viewerOfPerson(tx, personId))! };
  });
}

interface PersonWish {
  authorityId: number;
  roles?: readonly Role[];
  name?: string;
  email?: string;
}
