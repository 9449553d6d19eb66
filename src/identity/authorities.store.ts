import { type Db, isUniqueViolation, sql, type Tx } from '../base/index.ts';
import { audit } from './audit.ts';
import { checkAccent, checkEmail, checkSlug, checkText, checkWebsite } from './fields.ts';
import { authorityExists } from './identity.errors.ts';

/** A council or a pan-London body: a data controller, the tenant. */
export interface Authority {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly gssCode: string | null;
  /** `#rrggbb`, at least 4.5:1 against white. */
  readonly accent: string;
  readonly contactEmail: string | null;
  readonly website: string | null;
}

export interface NewAuthority {
  readonly slug: string;
  readonly name: string;
  readonly gssCode?: string | null;
  readonly accent?: string;
  readonly contactEmail?: string | null;
  readonly website?: string | null;
}

/** What can be said anew of an authority that stands; its short name is in addresses and stays. */
export type AuthorityFacts = Omit<Authority, 'id' | 'slug'>;

const COLUMNS = sql`id, slug, name, gss_code as "gssCode", accent, contact_email as "contactEmail", website`;

/**
 * Creates an authority. Asks nobody: for set-up and the command line, which act for the owner of the machine.
 * Throws IDN_FIELD_INVALID or IDN_AUTHORITY_EXISTS.
 */
export async function createAuthority(tx: Tx, authority: NewAuthority): Promise<Authority> {
  const slug = checkSlug(authority.slug, 'slug');
  const { name, gssCode, accent, contactEmail, website } = checkAuthorityFacts({
    gssCode: null,
    accent: '#12263f',
    contactEmail: null,
    website: null,
    ...authority,
  });
  try {
    const { rows } = await sql<Authority>`
      insert into identity.authority (slug, name, gss_code, accent, contact_email, website)
      values (${slug}, ${name}, ${gssCode}, ${accent}, ${contactEmail}, ${website})
      returning ${COLUMNS}`.execute(tx);
    const created = rows[0]!;
    const subject = { kind: 'authority', id: created.id };
    await audit(tx, { authorityId: created.id, actor: 'house', action: 'authority.create', subject });
    return created;
  } catch (error) {
    if (isUniqueViolation(error)) throw authorityExists({ field: 'slug', slug });
    throw error;
  }
}

/** Writes the facts anew; asks nobody. Throws IDN_FIELD_INVALID. */
export async function updateAuthority(tx: Tx, id: number, facts: AuthorityFacts): Promise<Authority> {
  const { name, gssCode, accent, contactEmail, website } = checkAuthorityFacts(facts);
  const { rows } = await sql<Authority>`
    update identity.authority set name = ${name}, gss_code = ${gssCode}, accent = ${accent},
      contact_email = ${contactEmail}, website = ${website}
    where id = ${id} returning ${COLUMNS}`.execute(tx);
  return rows[0]!;
}

/** The facts as they are kept; throws IDN_FIELD_INVALID. */
export function checkAuthorityFacts({ name, gssCode, accent, contactEmail, website }: AuthorityFacts): AuthorityFacts {
  return {
    name: checkText(name, 'name', 'the name of the authority'),
    gssCode: gssCode === null ? null : checkText(gssCode, 'gss_code', 'the ONS code of its area'),
    accent: checkAccent(accent, 'accent'),
    contactEmail: contactEmail === null ? null : checkEmail(contactEmail, 'contact_email'),
    website: website === null ? null : checkWebsite(website, 'website'),
  };
}

/** The authority with this short name. */
export async function findAuthority(db: Db, slug: string): Promise<Authority | undefined> {
  const { rows } = await sql<Authority>`select ${COLUMNS} from identity.authority where slug = ${slug}`.execute(db);
  return rows[0];
}

/** The authority with this id. */
export async function findAuthorityById(db: Db, id: number): Promise<Authority | undefined> {
  const { rows } = await sql<Authority>`select ${COLUMNS} from identity.authority where id = ${id}`.execute(db);
  return rows[0];
}

/** Every authority, by name. */
export async function listAuthorities(db: Db): Promise<Authority[]> {
  const { rows } = await sql<Authority>`select ${COLUMNS} from identity.authority order by name`.execute(db);
  return rows;
}
