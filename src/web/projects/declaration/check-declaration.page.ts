import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { forgetUnfinishedForm } from '../../../projects/index.ts';
import { type DeclarationBody, isNarrower, saveDraft, submitDeclaration } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, idOf, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { changesBetween, factsBySection } from './declaration-facts.ts';
import { declarationForm, requireWriter } from './declaration-form.ts';
import { sectionOf } from './problems.ts';
import { widerWords } from './wider-words.ts';

/** Check the whole declaration, see what handing it in will do, and hand it in. */
export function checkDeclarationPage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/declaration/check';

  const show = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = []) => {
    const { person, project, home } = await projectOf(db, request);
    requireWriter(person, project);
    const form = await declarationForm(db, person, project);
    const inForce = form.history.find((each) => each.state === 'in_force');
    const sound = form.problems.length === 0;
    const body = form.draft as unknown as DeclarationBody;
    const changes = sound && inForce ? changesBetween(body, inForce.body, form.nameOf) : [];
    const narrowness = sound && inForce ? isNarrower(body, inForce.body) : null;
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Check the declaration',
        error: errors.length > 0,
        back: { text: 'Back to the declaration', href: `${home}/declaration` },
      }),
      ...{ project, home, inForce, sound, changes, errors: showErrors(errors) },
      waiting: form.history.find((each) => each.state === 'submitted'),
      same: inForce !== undefined && sound && changes.length === 0,
      narrower: narrowness?.narrower ?? false,
      wider: narrowness ? widerWords(narrowness.wider, changes) : [],
      sections: factsBySection(form.draft, form.sections, form.nameOf).map(({ section, facts }) => ({
        title: section.title,
        href: `${home}/declaration/write/${section.slug}?change`,
        facts,
        problems: form.problems
          .filter((problem) => problem.section === section.slug)
          .map(({ field, text }) => ({ text, id: idOf(field) })),
      })),
    };
    return sendPage(reply, 'projects/declaration/check.njk', model);
  };

  app.get(path, (request, reply) => show(request, reply));

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    requireWriter(person, project);
    const { draft, writers, sections, problems } = await declarationForm(db, person, project);
    if (problems.length > 0) {
      const text = 'The declaration cannot be handed in yet. Mend what is marked below.';
      return show(request, reply, [{ field: 'declaration', text }]);
    }
    const at = clock.now();
    try {
      const { outcome } = await db.transaction().execute(async (tx) => {
        await saveDraft(tx, person, { projectId: project.id, body: draft, writers, at });
        const submitted = await submitDeclaration(tx, person, project.id, { at });
        await forgetUnfinishedForm(tx, person, project.id, 'declaration');
        return submitted;
      });
      return reply.redirect(`${home}/declaration?done=${outcome}`, 303);
    } catch (error) {
      const { text } = asFieldError(error, 'declaration', (field) => `“${sectionOf(field, sections).title}”`);
      return show(request, reply, [{ field: 'declaration', text }]);
    }
  });
}
