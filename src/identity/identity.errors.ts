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
export const signInRefused = defineError(
  'IDN_SIGN_IN_REFUSED',
  'unauthenticated',
  'The email address or the password is not right.',
  'Check both and try again. An administrator of your authority can give you a link for a new password.',
);
export const signInTooOften = defineError(
  'IDN_SIGN_IN_TOO_OFTEN',
  'too_many',
  'There were too many wrong passwords.',
  'Wait {minutes} minutes and try again, or ask an administrator for a link for a new password.',
);
export const passwordWeak = defineError(
  'IDN_PASSWORD_WEAK',
  'invalid',
  '{why}',
  'Choose another password; three random words make a good one.',
);
export const passwordWrong = defineError(
  'IDN_PASSWORD_WRONG',
  'invalid',
  'That is not your current password.',
  'Enter the password you signed in with.',
);
export const csrfRefused = defineError(
  'IDN_FORM_STALE',
  'forbidden',
  'This form was not sent from a page of your session, so nothing was done.',
  'Go back, load the page again and send the form once more.',
);
export const crossSiteRefused = defineError(
  'IDN_FORM_FOREIGN',
  'forbidden',
  'This form was sent from another website, so nothing was done.',
  'Open the page here and send its form.',
);
export const keyRefused = defineError(
  'IDN_KEY_REFUSED',
  'unauthenticated',
  'The key is unknown, revoked or expired.',
  'Check that it was copied whole (lpk_…), or ask an administrator of the authority for a new one.',
);
export const keyUnknown = defineError(
  'IDN_KEY_UNKNOWN',
  'not_found',
  'There is no such key here.',
  'Look at /keys for the keys of your authority.',
);
export const keyScopeInvalid = defineError(
  'IDN_KEY_SCOPE_INVALID',
  'invalid',
  '{why}',
  'Choose what the key is for again.',
);
export const linkUnusable = defineError(
  'IDN_LINK_UNUSABLE',
  'not_found',
  'This link is not valid: it was used, it is older than a day, or it was replaced by a newer one.',
  'Ask whoever gave it to you for a new one.',
);
export const alreadySetUp = defineError(
  'IDN_ALREADY_SET_UP',
  'conflict',
  'This Lamppost has been set up already.',
  'Sign in at /sign-in, or ask an administrator of your authority to add you.',
);
export const ownRoles = defineError(
  'IDN_OWN_ROLES',
  'forbidden',
  'Nobody changes their own roles.',
  'Ask another administrator of the authority to do it.',
);
export const lastAdministrator = defineError(
  'IDN_LAST_ADMINISTRATOR',
  'conflict',
  'This is the last administrator of the authority.',
  'Make somebody else an administrator first.',
);
export const personElsewhere = defineError(
  'IDN_PERSON_ELSEWHERE',
  'forbidden',
  'This person also belongs to an authority that is not yours.',
  'Ask an administrator of that authority for a link for a new password.',
);
export const ticketOver = defineError(
  'IDN_TICKET_OVER',
  'not_found',
  'It took too long between the password and the code, or the code was sent twice.',
  'Sign in again at /sign-in; there are ten minutes for the code.',
);
export const codeWrong = defineError(
  'IDN_CODE_WRONG',
  'invalid',
  'That code is not right, or it was used already.',
  'Wait for the next code in your authenticator app and enter it, or use a recovery code.',
);
export const codeTooOften = defineError(
  'IDN_CODE_TOO_OFTEN',
  'too_many',
  'There were too many wrong codes.',
  'Wait 15 minutes and try again. If it was not you, somebody knows your password: ask an administrator for a link for a new one.',
);
export const factorStands = defineError(
  'IDN_FACTOR_STANDS',
  'conflict',
  'Your account has a second factor already.',
  'Remove it under /account/second-factor to set up another.',
);
export const factorUnknown = defineError(
  'IDN_FACTOR_UNKNOWN',
  'not_found',
  'This person has no second factor.',
  'There is nothing to reset.',
);
export const factorRequired = defineError(
  'IDN_FACTOR_REQUIRED',
  'conflict',
  '{authority} asks everybody for a second factor.',
  'If you lost your authenticator, ask an administrator to reset your second factor.',
);
export const directoryUnknown = defineError(
  'IDN_DIRECTORY_UNKNOWN',
  'not_found',
  'There is no such directory to sign in through.',
  'Go to /sign-in for the ways there are.',
);
export const directoryAway = defineError(
  'IDN_DIRECTORY_AWAY',
  'unavailable',
  'The directory at {issuer} does not answer as an OpenID Connect provider ({why}).',
  'Check the issuer, which is the address in front of /.well-known/openid-configuration, or try again later.',
);
export const directoryRefused = defineError(
  'IDN_DIRECTORY_REFUSED',
  'unauthenticated',
  'Signing in through the directory did not work ({why}).',
  'Try again. If it happens again, tell an administrator what stands in brackets.',
);
export const directoryStranger = defineError(
  'IDN_DIRECTORY_STRANGER',
  'unauthenticated',
  '{label} does not vouch for an account that may sign in here.',
  'Check that you are signed in there with your work account, or ask an administrator of your authority.',
);
export const directoryElsewhere = defineError(
  'IDN_DIRECTORY_ELSEWHERE',
  'unauthenticated',
  'Your account also holds roles in another authority, which {label} cannot open.',
  'Sign in with your password.',
);
export const directoryNoRole = defineError(
  'IDN_DIRECTORY_NO_ROLE',
  'unauthenticated',
  '{label} knows you, but gives you no role here.',
  'Ask an administrator of your authority for a role, or to be put into one of the groups that give one.',
);
export const delegationUnknown = defineError(
  'IDN_DELEGATION_UNKNOWN',
  'not_found',
  'There is no such delegation, or it is over.',
  'Look at /delegations for those of your authority.',
);
export const partnershipUnknown = defineError(
  'IDN_PARTNERSHIP_UNKNOWN',
  'not_found',
  'Your authority is not a member of such a partnership.',
  'Look at /sharing for the partnerships there are.',
);
