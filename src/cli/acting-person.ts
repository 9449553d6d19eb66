import { readFileSync } from 'node:fs';
import type { Clock, Db } from '../base/index.ts';
import { findPersonByEmail, type PersonViewer, viewerFromKey, viewerOfPerson } from '../identity/index.ts';
import { keyOfNobody, whoMissing, whoUnknown } from './cli.errors.ts';

/** The options by which a command learns who acts. */
export const WHO = { as: { type: 'string' }, key: { type: 'string' } } as const;

export const WHO_HELP = `  --as EMAIL   acts as this person; whoever can open the data folder is trusted with it, as at set-up
  --key KEY    acts as the person whose key this is; --key - reads it from standard input`;

export interface Who {
  readonly as?: string | undefined;
  readonly key?: string | undefined;
}

/** The people named on a command line, with the roles held now. */
export async function findActingPeople(
  db: Db,
  { as = [], key = [] }: { as?: readonly string[] | undefined; key?: readonly string[] | undefined },
  clock: Clock,
): Promise<PersonViewer[]> {
  const people: PersonViewer[] = [];
  for (const one of key) people.push(await personOfKey(db, one, clock));
  for (const email of as) people.push(await personCalled(db, email));
  return people;
}

/** The one person a command acts for; throws CLI_WHO_MISSING when none was named. */
export async function requireActingPerson(db: Db, { as, key }: Who, clock: Clock): Promise<PersonViewer> {
  if (key !== undefined) return personOfKey(db, key, clock);
  if (as === undefined) throw whoMissing();
  return personCalled(db, as);
}

async function personCalled(db: Db, email: string): Promise<PersonViewer> {
  const person = await findPersonByEmail(db, email);
  const viewer = person && (await viewerOfPerson(db, person.id));
  if (!viewer) throw whoUnknown({ email });
  return viewer;
}

/** The person whose own key this is; throws CLI_KEY_OF_NOBODY for any other. `-` reads it from standard input. */
export async function personOfKey(db: Db, key: string, clock: Clock): Promise<PersonViewer> {
  const text = key === '-' ? readFileSync(0, 'utf8').trim() : key;
  const viewer = await viewerFromKey(db, text, clock);
  if (viewer?.kind !== 'person') throw keyOfNobody();
  return viewer;
}
