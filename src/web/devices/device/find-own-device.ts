import type { FastifyRequest } from 'fastify';
import type { Db } from '../../../base/index.ts';
import { type Permission, requirePermission } from '../../../identity/index.ts';
import { requireDeviceAt, type StoredDevice } from '../../../register/index.ts';
import { placeOfPath } from '../devices-page.ts';

/** The device of the path, for people who may read its project; to others it does not exist. */
export async function deviceOfPath(
  db: Db,
  request: FastifyRequest,
  permission?: Permission,
): Promise<{ device: StoredDevice; authority: string; home: string }> {
  const { authorityId, slug, authority } = placeOfPath(request);
  const device = await requireDeviceAt(db, request.viewer, authorityId, slug);
  if (permission) requirePermission(request.viewer, permission, authorityId);
  return { device, authority, home: `/devices/${authority}/${slug}` };
}
