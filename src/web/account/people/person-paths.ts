import type { FastifyRequest } from 'fastify';
import { authorityUnknown, type Place, personOf, requirePermission } from '../../../identity/index.ts';

/** The place of the path, for people who belong to it; to others there is no such authority. */
export function placeOf(request: FastifyRequest): Place {
  const { authority } = request.params as { authority: string };
  const place = personOf(request).places.find((each) => each.authoritySlug === authority);
  if (!place) throw authorityUnknown({ authority });
  return place;
}

/** The same, for those who manage its people. */
export function editablePlace(request: FastifyRequest): Place {
  const place = placeOf(request);
  requirePermission(request.viewer, 'people.edit', place.authorityId);
  return place;
}
