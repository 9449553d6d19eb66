import { type Db, isUniqueViolation, sql, type Tx } from '../base/index.ts';
import { checkEmail, checkText } from './fields.ts';
import { personExists } from './identity.errors.ts';
import type { Role } from './roles.ts';

export interface Person {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly hasPassword: boolean;
}

/** A person of an authority as the list shows them. */
export interface Member extends Person {
  readonly roles: Role[];
}

const COLUMNS = sql`id, email, name, password_hash is not null as "hasPassword"`;

/**
 * Adds a person without roles or password. Asks nobody: for set-up and the command line; doors use `invitePerson`.
 * Throws IDN_FIELD_INVALID or IDN_PERSON_EXISTS.
 */
export async function addPerson(tx: Tx, person: { name: string; email: string }): Promise<Person> {
  const name = checkText(person.name, 'name', 'a full name');
  const email = checkEmail(person.email, 'email');
  try {
    const { rows } = await sql<Person>`
      insert into identity.person (email, name) values (${email}, ${name}) returning ${COLUMNS}`.execute(tx);
    return rows[0]!;
  } catch (error) {
    if (isUniqueViolation(error)) throw personExists({ field: 'email', email });
    throw error;
  }
}

/** The person with this address, whatever its case. */
export async function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  const address = email.trim().toLowerCase();
  const { rows } = await sql<Person>`
    select ${COLUMNS} from identity.person where email = ${address} and disabled_at is null`.execute(db);
  return rows[0];
}

/** The person with this id. */
export async function findPersonById(db: Db, personId: number): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select ${COLUMNS} from identity.person where id = ${personId} and disabled_at is null`.execute(db);
  return rows[0];
}

/** The people who hold a role in the authority now, by name; `search` looks in names and addresses. */
export async function listPeople(db: Db, authorityId: number, search = ''): Promise<Member[]> {
  const pattern = `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<Member>`
    select p.id, p.email, p.name, p.password_hash is not null as "hasPassword", array_agg(m.role order by m.id) as roles
    from identity.v_current_membership m join identity.person p on p.id = m.person_id
    where m.authority_id = ${authorityId} and p.disabled_at is null
      and (p.name ilike ${pattern} or p.email ilike ${pattern})
    group by p.id order by p.name, p.id`.execute(db);
  return rows;
}
