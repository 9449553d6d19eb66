import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GuestKind, inviteGuest, listGuests, revokeGuest } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { can } from '../../../identity/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, readForm, showErrors } from '../../projects/form.ts';
import { pageForProject, projectOf } from '../../projects/page.ts';

const KINDS: Record<GuestKind, { text: string; hint: string }> = {
  supplier: {
    text: 'A supplier',
    hint: 'It sees the open questions of the supplier assurance and nothing else. Begin that assessment first.',
  },
  ethics_board: {
    text: 'An ethics board',
    hint: 'It reads what is submitted or accepted and advises on what is in review. It decides nothing.',
  },
};

/** People outside who have a link to one thing of a project: who they are, a new link, an end to one. */
export function invitePages(app: FastifyInstance, { db, clock, settings }: House): void {
  const path = '/projects/:authority/:slug/guests';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    form: Form = readForm({}),
    errors: FieldError[] = [],
    made: { name: string; link: string } | null = null,
  ) => {
    const { person, project, home } = await projectOf(db, request);
    const now = clock.now();
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'People outside',
        error: errors.length > 0,
        back: { text: 'Back to assessments', href: `${home}/assessments` },
      }),
      ...{ project, made, action: `${home}/guests`, errors: showErrors(errors) },
      guests: (await listGuests(db, person, project.id)).map((guest) => ({
        ...guest,
        what: KINDS[guest.kind].text,
        stands: guest.revokedAt === null && guest.expiresAt > now,
      })),
      kinds: Object.entries(KINDS).map(([value, { text, hint }]) => ({
        ...{ value, text, hint: { text: hint } },
        checked: form.text('kind') === value,
      })),
      typed: { name: form.text('name'), days: form.text('days') || '28' },
      may: can(person, 'assessment.invite', project.authorityId),
    };
    return sendPage(reply, 'assessments/guests/invite.njk', model);
  };

  app.get(path, (request, reply) => show(request, reply));

  app.post(path, async (request, reply) => {
    const { person, project } = await projectOf(db, request);
    const form = readForm(request.body);
    const kind = form.text('kind');
    if (kind !== 'supplier' && kind !== 'ethics_board') {
      return show(request, reply, form, [{ field: 'kind', text: 'Choose whom you invite' }]);
    }
    const name = form.text('name');
    try {
      const wish = { projectId: project.id, kind, name, days: form.id('days') } as const;
      const { token } = await db.transaction().execute((tx) => inviteGuest(tx, person, wish, clock));
      const link = `${settings.publicUrl}/guest?token=${token}`;
      return show(request, reply, readForm({}), [], { name, link });
    } catch (error) {
      return show(request, reply, form, [asFieldError(error, 'name')]);
    }
  });

  app.post(`${path}/end`, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const guestId = readForm(request.body).id('guest');
    await db.transaction().execute((tx) => revokeGuest(tx, person, { projectId: project.id, guestId }, clock));
    return reply.redirect(`${home}/guests`, 303);
  });
}
