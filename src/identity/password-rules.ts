import { passwordWeak } from './identity.errors.ts';

const SHORTEST = 12;
const LONGEST = 200;

/**
 * Refuses passwords that are short, enormous, one character or a counted row over and over, or the person's own
 * address or name. Nothing about capitals and digits: length is what counts (NCSC, three random words).
 * Throws IDN_PASSWORD_WEAK naming the field.
 * `whose` completes "Enter a password".
 */
export function checkPassword(
  password: string,
  person: { email: string; name: string },
  field = 'password',
  whose = '',
): void {
  const weak = (why: string) => passwordWeak({ field, why });
  const characters = [...password.normalize('NFKC')];
  if (characters.length === 0) throw weak(`Enter a password${whose}.`);
  if (characters.length < SHORTEST) throw weak(`Enter a password${whose} of ${SHORTEST} characters or more.`);
  if (characters.length > LONGEST) throw weak(`Enter a password of ${LONGEST} characters or fewer.`);
  const lower = password.toLowerCase();
  if (new Set(characters).size < 5) throw weak('Enter a password with more than a few different characters.');
  if ('01234567890123456789'.includes(lower) || /^(password|qwerty|letmein|welcome)\W*\d*\W*$/.test(lower)) {
    throw weak('Enter a password that is not one of the first anybody would try.');
  }
  if (lower === person.email.toLowerCase() || lower === person.name.toLowerCase()) {
    throw weak('Enter a password that is not your name or email address.');
  }
}
