import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { findSignInPolicy, requirePermission, setSignInPolicy } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm } from '../../projects/form.ts';
import { queryText } from '../account-page.ts';
import { placeOf } from '../people/person-paths.ts';

/** How people of an authority sign in: whether a second factor is asked for. */
export function signInRulesPage(app: FastifyInstance, { db }: House): void {
  app.get('/people/:authority/sign-in', async (request, reply) => {
    const place = placeOf(request);
    requirePermission(request.viewer, 'sign-in.edit', place.authorityId);
    const back = { text: 'Back to people', href: `/people?authority=${place.authoritySlug}` };
    const model = {
      page: pageFor(request, { title: 'How people sign in', nav: 'people', back }),
      place,
      policy: await findSignInPolicy(db, place.authorityId),
      saved: queryText(request, 'after') === 'saved',
    };
    return sendPage(reply, 'account/sign-in-rules/sign-in-rules.njk', model);
  });

  app.post('/people/:authority/sign-in', async (request, reply) => {
    const { authorityId, authoritySlug } = placeOf(request);
    const secondFactorRequired = readForm(request.body).text('second-factor') === 'required';
    await db.transaction().execute((tx) => setSignInPolicy(tx, request.viewer, authorityId, { secondFactorRequired }));
    return reply.redirect(`/people/${authoritySlug}/sign-in?after=saved`, 303);
  });
}
