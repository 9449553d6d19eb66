import type { FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { findPersonById, type Place } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';

/** Shows a one-time link, this once; without a token, that the person signs in as they already do. */
export async function sendLinkPage(
  { db, settings }: House,
  request: FastifyRequest,
  reply: FastifyReply,
  { personId, linkToken, place }: { personId: number; linkToken: string | undefined; place: Place },
): Promise<FastifyReply> {
  const person = await findPersonById(db, personId);
  const model = {
    page: pageFor(request, {
      title: linkToken ? 'Pass this link on' : 'The person was added',
      nav: 'people',
      back: { text: 'Back to people', href: `/people?authority=${place.authoritySlug}` },
    }),
    person,
    place,
    link: linkToken && `${settings.publicUrl}/password?token=${linkToken}`,
  };
  return sendPage(reply, 'account/people/link.njk', model);
}
