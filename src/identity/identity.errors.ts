import { defineError } from '../base/index.ts';

export const signInNeeded = defineError(
  'IDN_SIGN_IN_NEEDED',
  'unauthenticated',
  'You need to sign in to do this.',
  'Sign in at /sign-in, or send a key as `Authorization: Bearer lpk_…`.',
);
export const forbidden = defineError(
  'IDN_FORBIDDEN',
  'forbidden',
  'Your roles here do not let you {allows}.',
  'Ask an administrator of the authority; it takes the role {roles}.',
);
export const authorityUnknown = defineError(
  'IDN_AUTHORITY_UNKNOWN',
  'not_found',
  'There is no authority {authority}.',
  'Check the short name; /register lists the authorities here.',
);
export const authorityExists = defineError(
  'IDN_AUTHORITY_EXISTS',
  'conflict',
  'There is an authority with the short name {slug} already.',
  'Choose another short name.',
);
export const fieldInvalid = defineError(
  'IDN_FIELD_INVALID',
  'invalid',
  '{why}',
  'Change {field} and send the form again.',
);
export const personUnknown = defineError(
  'IDN_PERSON_UNKNOWN',
  'not_found',
  'There is no such person here.',
  'Look at /people for the people of your authority.',
);
export const personExists = defineError(
  'IDN_PERSON_EXISTS',
  'conflict',
  'There is a person with the address {email} already.',
  'Give that person a role instead of adding them again.',
);
export const roleUnknown = defineError(
  'IDN_ROLE_UNKNOWN',
  'invalid',
  'There is no role {role}.',
  'Use one of the roles that /people lists.',
);
export const rolesClash = defineError(
  'IDN_ROLES_CLASH',
  'conflict',
  'One person cannot be both {one} and {other}.',
  'Give one of the two roles to somebody else: who advises on an approval does not give it.',
);
