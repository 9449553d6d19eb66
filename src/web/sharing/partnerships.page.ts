import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { can, leavePartnership, listAuthorities, listPartnerships } from '../../identity/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { readForm } from '../projects/form.ts';

/** Partnerships with their members, for anybody; leaving one, for those who may. */
export function partnershipsPage(app: FastifyInstance, staff: FastifyInstance, { db }: House): void {
  app.get('/sharing/partnerships', async (request, reply) => {
    const names = new Map((await listAuthorities(db)).map(({ id, name }) => [id, name]));
    const places = request.viewer.kind === 'person' ? request.viewer.places : [];
    const model = {
      page: pageFor(request, { title: 'Partnerships', nav: 'data', back: { text: 'Back', href: '/sharing' } }),
      partnerships: (await listPartnerships(db)).map((each) => ({
        ...each,
        lead: names.get(each.leadAuthorityId),
        members: each.authorityIds.map((id) => names.get(id)),
        leaving: places.filter(
          ({ authorityId }) =>
            each.authorityIds.includes(authorityId) && can(request.viewer, 'partnership.edit', authorityId),
        ),
      })),
    };
    return sendPage(reply, 'sharing/partnerships.njk', model);
  });

  staff.post('/sharing/partnerships/leave', async (request, reply) => {
    const form = readForm(request.body);
    const of = { partnershipId: form.id('partnership'), authorityId: form.id('authority') };
    await db.transaction().execute((tx) => leavePartnership(tx, request.viewer, of, form.text('reason')));
    return reply.redirect('/sharing/partnerships', 303);
  });
}
