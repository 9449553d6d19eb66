import { LamppostError } from '../base/index.ts';
import { checkAccent, checkEmail, checkSlug, checkText } from './fields.ts';
import { fieldInvalid } from './identity.errors.ts';
import { checkPassword } from './password-rules.ts';

export interface FirstPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** What the first set-up asks for. */
export interface FirstSetUp {
  readonly authority: { readonly name: string; readonly slug: string; readonly accent: string };
  /** The one who proposes, then the one who approves. */
  readonly people: readonly [FirstPerson, FirstPerson];
}

/**
 * Everything that is wrong with the answers, in the order of the form; empty when nothing is. Fields: `name`, `slug`,
 * `accent`, then `first-name`, `first-email`, `first-password` and the same with `second-`.
 */
export function checkFirstSetUp({ authority, people }: FirstSetUp): LamppostError[] {
  const [first, second] = people;
  return collect([
    () => checkText(authority.name, 'name', 'the name of the authority'),
    () => checkSlug(authority.slug, 'slug'),
    () => checkAccent(authority.accent, 'accent'),
    ...checksOf(first, 'first', 'the first person'),
    ...checksOf(second, 'second', 'the second person'),
    () => requireTwo(first, second),
  ]);
}

function checksOf(person: FirstPerson, prefix: string, who: string) {
  return [
    () => checkText(person.name, `${prefix}-name`, `the full name of ${who}`),
    () => checkEmail(person.email, `${prefix}-email`, ` for ${who}`),
    () => checkPassword(person.password, person, `${prefix}-password`, ` for ${who}`),
  ];
}

function requireTwo(first: FirstPerson, second: FirstPerson): void {
  const email = second.email.trim().toLowerCase();
  if (email === '' || email !== first.email.trim().toLowerCase()) return;
  const why = 'Enter another email address: it takes two people, because nobody approves their own work.';
  throw fieldInvalid({ field: 'second-email', why });
}

function collect(checks: readonly (() => unknown)[]): LamppostError[] {
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof LamppostError) return [error];
      throw error;
    }
  });
}
