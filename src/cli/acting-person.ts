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

/** The person a command acts for, with the roles held now; undefined when none was named. */
export async function findActingPerson(db: Db, who: Who, clock: Clock): Promise<PersonViewer | undefined> {
  if (who.key !== undefined) return personOfKey(db, who.key, clock);
  if (who.as === undefined) return undefined;
  const person = await findPersonByEmail(db, who.as);
  const viewer = person && (await viewerOfPerson(db, person.id));
  if (!viewer) throw whoUnknown({ email: who.as });
  return viewer;
}

/** The same; throws CLI_WHO_MISSING when none was named. */
export async function requireActingPerson(db: Db, who: Who, clock: Clock): Promise<PersonViewer> {
  const viewer = await findActingPerson(db, who, clock);
  if (!viewer) throw whoMissing();
  return viewer;
}

/** The person whose own key this is; throws CLI_KEY_OF_NOBODY for any other. `-` reads it from standard input. */
export async function personOfKey(db: Db, key: string, clock: Clock): Promise<PersonViewer> {
  const text = key === '-' ? readFileSync(0, 'utf8').trim() : key;
  const viewer = await viewerFromKey(db, text, clock);
  if (viewer?.kind !== 'person') throw keyOfNobody();
  return viewer;
}
