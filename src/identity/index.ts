export type { AuditFilter, AuditRow } from './audit.store.ts';
export { type Actor, type AuditFacts, type AuditNote, audit, auditAccount } from './audit.ts';
export {
  type Authority,
  type AuthorityFacts,
  checkAuthorityFacts,
  createAuthority,
  findAuthority,
  findAuthorityById,
  listAuthorities,
  type NewAuthority,
} from './authorities.store.ts';
export { changeAuthority } from './change-authority.ts';
export { changePassword } from './change-password.ts';
export { endMembership, giveRole, invitePerson, issuePasswordLink, takeRole } from './change-people.ts';
export { delegateRole, endDelegation, mayEnd, type WantedDelegation } from './delegation/delegate-role.ts';
export { type Delegation, delegationsOf, listDelegations } from './delegation/delegation.store.ts';
export type { RoleRule } from './directory/claims.ts';
export type { Directory } from './directory/directory.store.ts';
export {
  beginDirectorySignIn,
  directoryCallback,
  finishDirectorySignIn,
  openDirectories,
} from './directory/directory-sign-in.ts';
export { type DirectorySettings, findDirectorySettings, setDirectory } from './directory/set-directory.ts';
export { leavePartnership } from './end-partnership.ts';
export { endOwnSession, endSessionsOf, sessionsOfPerson } from './end-sessions.ts';
export { checkFirstSetUp, type FirstPerson, type FirstSetUp } from './first-set-up.ts';
export { type IdentityHouse, identityPlugin } from './http/identity-plugin.ts';
export { keyIn } from './http/key-header.ts';
export { nextPath } from './http/next-path.ts';
export { personOf, requireSignIn } from './http/require-sign-in.ts';
export { directoryCookie, type SessionCookie, sessionCookie } from './http/session-cookie.ts';
export {
  authorityUnknown,
  forbidden,
  keyRefused,
  keyScopeInvalid,
  keyUnknown,
  personUnknown,
  signInNeeded,
} from './identity.errors.ts';
export { issueKey, mayWithdraw, type WantedKey, withdrawKey } from './issue-key.ts';
export { createKey, findKey, type KeyKind, type ListedKey, listKeys, type NewKey } from './keys.store.ts';
export { endRole, type Grant, grantedRolesOf, grantRole, rolesOf, viewerOfPerson } from './memberships.store.ts';
export { createSetupLink } from './one-time-links.store.ts';
export { createPartnership, listPartnerships, type Partnership } from './partnerships.store.ts';
export { setPassword } from './password.store.ts';
export type { ScryptCost } from './passwords.ts';
export {
  addPerson,
  findPersonByEmail,
  findPersonById,
  listPeople,
  type Member,
  type Person,
} from './people.store.ts';
export { authoritiesWhere, can, PERMISSIONS, type Permission, requirePermission } from './permissions.ts';
export { type CheckedChain, checkAudit, type NotedHead, readAudit } from './read-audit.ts';
export { revokeKey } from './revoke-key.ts';
export { ALL_ROLES, isRole, ROLES, type Role } from './roles.ts';
export type { FactorHouse, OfferedFactor } from './second-factor/enrol-factor.ts';
export { factorState } from './second-factor/factor.store.ts';
export { finishEnrolment, finishSignIn, offerFactorForTicket } from './second-factor/finish-sign-in.ts';
export {
  offerOwnFactor,
  removeOwnFactor,
  renewRecoveryCodes,
  resetFactor,
  takeOwnFactor,
} from './second-factor/own-factor.ts';
export {
  type ListedSession,
  listSessions,
  type OpenSession,
  openSession,
  signOut,
  viewerFromSession,
} from './sessions.store.ts';
export {
  FIRST_ROLES,
  isSetUpNeeded,
  offerSetUp,
  requireSetUpLink,
  useSetupLink,
} from './set-up.ts';
export { type Credentials, forgetOldSignIns, type SignedIn, signIn } from './sign-in.ts';
export { findSignInPolicy, setSignInPolicy } from './sign-in-policy.ts';
export { personOfLink, usePasswordLink } from './use-password-link.ts';
export {
  type KeyScope,
  type KeyViewer,
  type PersonViewer,
  type Place,
  PUBLIC,
  type PublicViewer,
  type Viewer,
} from './viewer.ts';
export { viewerFromKey } from './viewer-from-key.ts';
