/** Holds on deletion: what must not go although its time is over, why, and until somebody asks again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../base/index.ts';
import { authoritiesWhere, personOf } from '../../identity/index.ts';
import { liftHold, listHolds, placeHold } from '../../register/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { asFieldError, type FieldError, labelled, readForm, showErrors } from '../projects/form.ts';
import { projectsOf } from './hold-projects.store.ts';
import { requireSomewhere } from './require-somewhere.ts';

const LABELS = labelled({
  reason: 'Why',
  legalBasis: 'Legal basis',
  reviewOn: 'When is it looked at again?',
});
const NOTHING = { project: 0, reason: '', legalBasis: '', reviewOn: '', confidential: false, lift: 0 };

export function holdPages(app: FastifyInstance, house: House): void {
  const { db, clock } = house;
  const show = async (request: FastifyRequest, reply: FastifyReply, typed = NOTHING, errors: FieldError[] = []) => {
    requireSomewhere(request, 'record.read');
    const person = personOf(request);
    const today = clock.now().toISOString().slice(0, 10);
    const [holds, projects] = await Promise.all([
      listHolds(db, person),
      projectsOf(db, authoritiesWhere(person, 'hold.edit')),
    ]);
    return sendPage(reply.status(errors.length > 0 ? 400 : 200), 'records/holds.njk', {
      page: pageFor(request, {
        title: 'Holds on deletion',
        nav: 'records',
        error: errors.length > 0,
        back: { text: 'Back to records', href: '/records' },
      }),
      standing: holds
        .filter(({ liftedAt }) => !liftedAt)
        .map((hold) => ({ ...hold, isOverdue: hold.reviewOn < today })),
      lifted: holds.filter(({ liftedAt }) => liftedAt),
      projects: projects.map(({ id, title }) => ({ value: id, text: title, selected: id === typed.project })),
      typed,
      errors: showErrors(errors),
    } as never);
  };

  app.get('/records/holds', (request, reply) => show(request, reply));

  app.post('/records/holds', async (request, reply) => {
    const person = personOf(request);
    const form = readForm(request.body);
    const typed = {
      ...NOTHING,
      project: form.id('project'),
      reason: form.text('reason'),
      legalBasis: form.text('legalBasis'),
      reviewOn: form.text('reviewOn'),
      confidential: form.text('confidential') === 'yes',
    };
    const { project: projectId, confidential: isConfidential, ...words } = typed;
    try {
      await db.transaction().execute((tx) => placeHold(tx, person, { projectId, isConfidential, ...words }, clock));
    } catch (error) {
      return show(request, reply, typed, [asFieldError(error, 'reason', LABELS)]);
    }
    return reply.redirect('/records/holds', 303);
  });

  app.post<{ Params: { hold: string } }>('/records/holds/:hold(^\\d{1,9}$)/lift', async (request, reply) => {
    const person = personOf(request);
    const id = Number(request.params.hold);
    const reason = readForm(request.body).text('reason');
    try {
      await db.transaction().execute((tx) => liftHold(tx, person, id, reason, clock));
    } catch (error) {
      const { text } = asFieldError(error, 'reason', labelled({ reason: 'Why it is lifted' }));
      return show(request, reply, { ...NOTHING, lift: id }, [{ field: `lift-${id}`, text }]);
    }
    return reply.redirect('/records/holds', 303);
  });
}
