/** The people of the demo: one in every role in Marlstead, a lead and an approver in each of the others. Pure. */
import { ALL_ROLES, type Role } from '../../identity/index.ts';
import type { Entry } from '../apply/apply-file.ts';
import { BOROUGHS } from './boroughs.ts';

/** Everybody's password; printed at each start. */
export const PASSWORD = 'lamps along the river';

const NAMES: Record<Role, string> = {
  viewer: 'Joe Farrow',
  analyst: 'Mei Tanaka',
  service_officer: 'Tom Ellery',
  project_lead: 'Priya Raman',
  asset_owner: 'Colin Pike',
  information_governance: 'Sam Whitlock',
  data_protection_officer: 'Nadia Karim',
  security: 'Leo Brandt',
  ethics_reviewer: 'Ruth Adeyemi',
  approver: 'Grace Oduya',
  siro: 'Helen Frost',
  administrator: 'Ada Marsh',
};

const OTHERS: Record<string, readonly [lead: string, approver: string]> = {
  oakhithe: ['Dan Birkett', 'Olu Bankole'],
  fennbridge: ['Maya Castell', 'Peter Voss'],
};

/** The address of whoever holds a role: the role itself, so that it is easy to guess which to sign in with. */
export function emailOf(role: Role, borough: string): string {
  const short = { project_lead: 'lead', service_officer: 'officer', administrator: 'admin' } as Partial<
    Record<Role, string>
  >;
  return `${short[role] ?? role.replaceAll('_', '-')}@${borough}.example`;
}

export function demoPeople(): Entry<'people'>[] {
  return BOROUGHS.flatMap(({ slug }) => {
    const others = OTHERS[slug];
    if (!others) return ALL_ROLES.map((role) => aPerson(slug, role, NAMES[role]));
    return [
      aPerson(slug, 'project_lead', others[0], ['service_officer', 'administrator']),
      aPerson(slug, 'approver', others[1], ['information_governance', 'security', 'ethics_reviewer']),
    ];
  });
}

function aPerson(authority: string, role: Role, name: string, more: Role[] = []): Entry<'people'> {
  return { authority, email: emailOf(role, authority), name, roles: [role, ...more] };
}
