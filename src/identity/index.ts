export {
  type Authority,
  createAuthority,
  findAuthority,
  findAuthorityById,
  listAuthorities,
  type NewAuthority,
} from './authorities.store.ts';
export { forbidden, signInNeeded } from './identity.errors.ts';
export { endRole, type Grant, grantRole, rolesOf, viewerOfPerson } from './memberships.store.ts';
export {
  addPerson,
  findPersonByEmail,
  findPersonById,
  listPeople,
  type Member,
  type Person,
} from './people.store.ts';
export { authoritiesWhere, can, PERMISSIONS, type Permission, requirePermission } from './permissions.ts';
export { ALL_ROLES, isRole, ROLES, type Role } from './roles.ts';
export {
  type KeyScope,
  type KeyViewer,
  type PersonViewer,
  type Place,
  PUBLIC,
  type PublicViewer,
  type Viewer,
} from './viewer.ts';
