import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can, requirePermission } from '../../../identity/index.ts';
import { CLEARANCE_KINDS, missingRequirements, sayRoles } from '../../../projects/index.ts';
import {
  approveDeclaration,
  declarationHistory,
  isNarrower,
  listProperties,
  rejectDeclaration,
} from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { changesBetween, factsBySection } from './declaration-facts.ts';
import { withGaps } from './draft.ts';
import { sectionsOf } from './sections.ts';
import { widerWords } from './wider-words.ts';

/** The page of the second person: what would change, what of it is more than before, and the decision. */
export function decideDeclarationPage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/declaration/decide';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    values: { decision?: string; reason?: string } = {},
    errors: FieldError[] = [],
  ) => {
    const { person, project, home } = await projectOf(db, request);
    const [history, vocabulary] = await Promise.all([declarationHistory(db, person, project.id), listProperties(db)]);
    const waiting = history.find((each) => each.state === 'submitted');
    if (!waiting) return reply.redirect(`${home}/declaration`, 303);
    const inForce = history.find((each) => each.state === 'in_force');
    const nameOf = (code: string) => vocabulary.find((each) => each.code === code)?.name ?? code;
    const changes = inForce ? changesBetween(waiting.body, inForce.body, nameOf) : [];
    const body = withGaps(waiting.body);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Decide on the declaration',
        error: errors.length > 0,
        back: { text: 'Back to the declaration', href: `${home}/declaration` },
      }),
      ...{ project, home, waiting, inForce, changes, values, errors: showErrors(errors) },
      wider: inForce ? widerWords(isNarrower(waiting.body, inForce.body).wider, changes) : [],
      facts: factsBySection(body, sectionsOf(body, vocabulary), nameOf),
      own: waiting.submittedBy === person.personId || waiting.writers.includes(person.personId),
      may: can(person, 'declaration.approve', project.authorityId),
      missing: (await missingRequirements(db, project.id, 'declaration')).map(({ kind, roles }) => ({
        title: CLEARANCE_KINDS[kind].title,
        who: sayRoles(roles),
      })),
    };
    return sendPage(reply, 'projects/declaration/decide.njk', model);
  };

  app.get(path, (request, reply) => show(request, reply));

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'declaration.approve', project.authorityId);
    const form = readForm(request.body);
    const values = { decision: form.text('decision'), reason: form.text('reason') };
    const errors: FieldError[] = [];
    if (!['approve', 'reject'].includes(values.decision)) {
      errors.push({ field: 'decision', text: 'Choose whether you approve or reject it' });
    }
    if (values.decision === 'reject' && values.reason === '') {
      errors.push({ field: 'reason', text: 'Write what has to change before it can be approved' });
    }
    if (errors.length > 0) return show(request, reply, values, errors);
    const id = form.id('declaration');
    const decision = { reason: values.reason, at: clock.now() };
    const decide = values.decision === 'approve' ? approveDeclaration : rejectDeclaration;
    try {
      await db.transaction().execute((tx) => decide(tx, person, id, decision));
    } catch (error) {
      return show(request, reply, values, [asFieldError(error, 'decision')]);
    }
    return reply.redirect(`${home}/declaration?done=${values.decision}`, 303);
  });
}
