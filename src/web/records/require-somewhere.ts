import type { FastifyRequest } from 'fastify';
import { authoritiesWhere, forbidden, PERMISSIONS } from '../../identity/index.ts';

/** The lists show what the viewer may see; whoever may nowhere is told so instead of seeing an empty list. */
export function requireSomewhere({ viewer }: FastifyRequest, permission: 'record.read' | 'subject.export'): void {
  if (authoritiesWhere(viewer, permission).length > 0) return;
  const { allows, roles } = PERMISSIONS[permission];
  throw forbidden({ allows, roles: roles.map((role) => role.replaceAll('_', ' ')).join(' or ') });
}
