/** The roles a member of an authority can hold, in the order pages show them. */
export const ROLES = {
  viewer: { label: 'Viewer', duty: 'Reads projects and the readings the authority may see.' },
  analyst: { label: 'Analyst', duty: 'Works with readings and findings; edits nothing.' },
  service_officer: { label: 'Service officer', duty: 'Acts on alerts and looks after devices of their service.' },
  project_lead: { label: 'Project lead', duty: 'Runs projects: outcome, declaration, models, devices, sources.' },
  asset_owner: { label: 'Asset owner', duty: 'Owns lamp columns, gates or rooms and says where devices may stand.' },
  information_governance: {
    label: 'Information governance',
    duty: 'Prepares and withdraws declarations; never approves them.',
  },
  data_protection_officer: { label: 'Data protection officer', duty: 'Sees everything, advises, never approves.' },
  security: { label: 'Security', duty: 'Reviews devices, sources and keys.' },
  ethics_reviewer: { label: 'Ethics reviewer', duty: 'Reviews projects and what they declare.' },
  approver: { label: 'Approver', duty: "Approves, rejects or withdraws other people's declarations." },
  siro: {
    label: 'Senior information risk owner',
    duty: 'Accepts what risk remains; approves or withdraws declarations.',
  },
  administrator: { label: 'Administrator', duty: 'Manages people, roles and keys; approves nothing.' },
} as const;

export type Role = keyof typeof ROLES;

export const ALL_ROLES = Object.keys(ROLES) as Role[];

export function isRole(text: unknown): text is Role {
  return typeof text === 'string' && Object.hasOwn(ROLES, text);
}

/**
 * Roles one person may not hold together in one authority. The data protection officer advises on what is approved
 * and therefore never approves (UK GDPR article 38(6): no conflict of interests).
 */
export const NEVER_TOGETHER: readonly (readonly [Role, Role])[] = [
  ['data_protection_officer', 'approver'],
  ['data_protection_officer', 'siro'],
];

/** The first pair of roles in the list that may not be held together, if any. */
export function findClash(roles: readonly Role[]): readonly [Role, Role] | undefined {
  return NEVER_TOGETHER.find(([one, other]) => roles.includes(one) && roles.includes(other));
}
