/**
 * Who may do what: the one table. A role's permissions hold in the authority where the role is held and nowhere else.
 * What a table cannot say stands in the use cases: nobody approves what they submitted themselves (four eyes), and
 * nobody changes their own roles.
 */
import { forbidden, signInNeeded } from './identity.errors.ts';
import { ALL_ROLES, ROLES, type Role } from './roles.ts';
import type { Viewer } from './viewer.ts';

const EVERYBODY = ALL_ROLES;

/** Each permission, what it allows in words that complete "you may", and the roles that carry it. */
export const PERMISSIONS = {
  'project.read': { allows: 'see projects that are not public yet', roles: EVERYBODY },
  'project.edit': { allows: 'start and change projects', roles: ['project_lead'] },
  'outcome.record': { allows: 'record what a project is for', roles: ['project_lead', 'service_officer'] },
  'declaration.submit': {
    allows: 'write a declaration and submit it for approval',
    roles: ['project_lead', 'information_governance'],
  },
  'declaration.approve': { allows: 'approve or reject declarations', roles: ['approver', 'siro'] },
  'declaration.withdraw': {
    allows: 'withdraw a declaration, which stops its readings',
    roles: ['project_lead', 'information_governance', 'approver', 'siro'],
  },
  'assessment.read': { allows: 'read assessments that are not published', roles: EVERYBODY },
  'assessment.write': {
    allows: 'answer assessments and submit them for review',
    roles: ['project_lead', 'service_officer', 'information_governance', 'security'],
  },
  'assessment.evaluate': {
    allows: 'evaluate assessments that others wrote',
    roles: ['information_governance', 'security', 'ethics_reviewer', 'approver', 'siro'],
  },
  'assessment.validate': {
    allows: 'accept assessments others evaluated, answer advice on them, and withhold parts from the public',
    roles: ['information_governance', 'security', 'ethics_reviewer', 'approver', 'siro'],
  },
  'assessment.advise': {
    allows: 'advise on assessments as data protection officer',
    roles: ['data_protection_officer'],
  },
  'assessment.withdraw': {
    allows: 'withdraw an accepted assessment, which revokes what it cleared',
    roles: ['information_governance', 'data_protection_officer', 'security', 'approver', 'siro'],
  },
  'assessment.invite': {
    allows: 'invite suppliers to answer and ethics boards to advise, by a link of their own',
    roles: ['project_lead', 'information_governance', 'security', 'ethics_reviewer'],
  },
  'framework.edit': {
    allows: 'import frameworks for assessments',
    roles: ['information_governance', 'security', 'ethics_reviewer'],
  },
  'clearance.grant': {
    allows: 'say that a requirement is met, where the policy names your role',
    roles: ['information_governance', 'security', 'ethics_reviewer', 'approver', 'siro'],
  },
  'clearance.revoke': {
    allows: 'take a clearance back',
    roles: ['information_governance', 'data_protection_officer', 'security', 'ethics_reviewer', 'approver', 'siro'],
  },
  'risk.rule': { allows: 'rule on emergencies and on projects with a continuity plan', roles: ['siro'] },
  'policy.edit': { allows: 'change what must be cleared and by whom', roles: ['administrator'] },
  'model.edit': { allows: 'change device models and their codecs', roles: ['project_lead'] },
  'device.edit': {
    allows: 'register, place and retire devices',
    roles: ['project_lead', 'service_officer', 'asset_owner'],
  },
  'source.read': {
    allows: 'see sources, what they refused and the inbox',
    roles: [
      'analyst',
      'service_officer',
      'project_lead',
      'asset_owner',
      'information_governance',
      'data_protection_officer',
      'security',
      'administrator',
    ],
  },
  'source.edit': { allows: 'set up sources and their keys', roles: ['project_lead', 'administrator'] },
  'alert.read': {
    allows: 'see alerts',
    roles: [
      'viewer',
      'analyst',
      'service_officer',
      'project_lead',
      'asset_owner',
      'information_governance',
      'data_protection_officer',
      'security',
    ],
  },
  'alert.handle': {
    allows: 'acknowledge and dismiss alerts',
    roles: ['service_officer', 'project_lead', 'asset_owner'],
  },
  'enquiry.answer': {
    allows: 'answer what residents ask and complain about',
    roles: ['service_officer', 'project_lead', 'information_governance', 'data_protection_officer'],
  },
  'catalogue.edit': {
    allows: 'add catalogues of others, in which existing data is looked for',
    roles: ['project_lead', 'information_governance', 'administrator'],
  },
  'record.read': {
    allows: 'see records of processing and whom a breach touches',
    roles: ['project_lead', 'information_governance', 'data_protection_officer', 'security', 'approver', 'siro'],
  },
  'subject.export': {
    allows: 'put together what is held about a person',
    roles: ['information_governance', 'data_protection_officer'],
  },
  'webhook.edit': { allows: 'set up webhooks', roles: ['project_lead', 'administrator'] },
  'readings.read': {
    allows: 'read readings that are not open',
    roles: [
      'viewer',
      'analyst',
      'service_officer',
      'project_lead',
      'asset_owner',
      'information_governance',
      'data_protection_officer',
    ],
  },
  'authority.edit': { allows: 'change what the authority is called and how it looks', roles: ['administrator'] },
  'people.read': { allows: 'see who holds which role', roles: EVERYBODY },
  'people.edit': { allows: 'add people and grant or end roles', roles: ['administrator'] },
  'key.read': {
    allows: 'see which keys exist',
    roles: ['administrator', 'security', 'information_governance', 'data_protection_officer'],
  },
  'key.edit': { allows: 'create and revoke keys', roles: ['administrator'] },
  'sharing.propose': {
    allows: 'propose sharing agreements and choose what is given',
    roles: ['project_lead', 'information_governance'],
  },
  'sharing.approve': { allows: 'approve what the authority gives to others', roles: ['approver', 'siro'] },
  'sharing.end': {
    allows: 'end a sharing agreement',
    roles: ['project_lead', 'information_governance', 'approver', 'siro'],
  },
  'hold.edit': { allows: 'place and lift holds on deleting readings', roles: ['information_governance'] },
  'partnership.edit': { allows: 'leave a partnership', roles: ['administrator', 'siro'] },
  'sign-in.edit': { allows: 'set how people of the authority sign in', roles: ['administrator'] },
  'audit.read': {
    allows: 'read the audit log',
    roles: ['administrator', 'security', 'information_governance', 'data_protection_officer', 'siro'],
  },
  apply: { allows: 'apply a file that describes projects and devices', roles: ['project_lead'] },
} as const satisfies Record<string, { allows: string; roles: readonly Role[] }>;

export type Permission = keyof typeof PERMISSIONS;

/** True when the viewer may do this in that authority. An analyst's key reads; a source's key may nothing here. */
export function can(viewer: Viewer, permission: Permission, authorityId: number): boolean {
  if (viewer.kind === 'public') return false;
  if (viewer.kind === 'key') {
    return (
      viewer.credentialKind === 'analyst' &&
      viewer.authorityId === authorityId &&
      permission === 'readings.read' &&
      viewer.scope.open !== true
    );
  }
  const place = viewer.places.find((candidate) => candidate.authorityId === authorityId);
  return place?.roles.some((role) => carries(role, permission)) ?? false;
}

/** Throws IDN_SIGN_IN_NEEDED for the public and IDN_FORBIDDEN for everyone else who may not. */
export function requirePermission(viewer: Viewer, permission: Permission, authorityId: number): void {
  if (can(viewer, permission, authorityId)) return;
  if (viewer.kind === 'public') throw signInNeeded();
  throw forbidden({ allows: PERMISSIONS[permission].allows, roles: rolesWith(permission) });
}

/** The authorities in which the viewer may do this. */
export function authoritiesWhere(viewer: Viewer, permission: Permission): number[] {
  if (viewer.kind === 'public') return [];
  const ids = viewer.kind === 'key' ? [viewer.authorityId] : viewer.places.map((place) => place.authorityId);
  return ids.filter((id) => can(viewer, permission, id));
}

function carries(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission].roles as readonly Role[]).includes(role);
}

function rolesWith(permission: Permission): string {
  return PERMISSIONS[permission].roles.map((role) => ROLES[role].label.toLowerCase()).join(' or ');
}
