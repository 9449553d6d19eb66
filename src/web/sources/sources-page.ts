import type { FastifyRequest } from 'fastify';
import type { Db } from '../../base/index.ts';
import { requirePermission } from '../../identity/index.ts';
import { type DescribedSource, describeSource } from '../../ingest/index.ts';

/** The source of the path, for people who may see sources of its authority; to others it does not exist. */
export async function sourceOfPath(
  db: Db,
  request: FastifyRequest,
  permission?: 'source.edit',
): Promise<DescribedSource & { home: string }> {
  const { authority, slug } = request.params as { authority: string; slug: string };
  const described = await describeSource(db, request.viewer, authority, slug);
  if (permission) requirePermission(request.viewer, permission, described.source.authorityId);
  return { ...described, home: `/sources/${authority}/${slug}` };
}
