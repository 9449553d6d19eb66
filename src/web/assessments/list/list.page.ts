import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ASSESSMENT_STATE_WORDS,
  importAssessment,
  listAssessments,
  listFrameworks,
  startAssessment,
} from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { can, requirePermission } from '../../../identity/index.ts';
import { CLEARANCE_KINDS, missingRequirements } from '../../../projects/index.ts';
import { readUploads } from '../../devices/models/uploads.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { pageForProject, projectOf } from '../../projects/page.ts';

/** What a project has to assess and can assess, where each stands, and taking an exported one in. */
export function assessmentListPages(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments';

  app.get(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const [frameworks, assessments, needed] = await Promise.all([
      listFrameworks(db, project.authorityId),
      listAssessments(db, person, project.id),
      missingRequirements(db, project.id, 'declaration'),
    ]);
    const rows = frameworks
      .filter(({ framework }) => framework.scope === 'project')
      .map(({ framework, origin }) => {
        const current = assessments.find(({ code }) => code === framework.framework);
        const need = needed.find(({ kind }) => kind === framework.clearance);
        return {
          code: framework.framework,
          title: framework.title,
          about: framework.about,
          origin,
          clears: framework.clearance ? CLEARANCE_KINDS[framework.clearance].title : null,
          isNeeded: need !== undefined,
          state: current ? ASSESSMENT_STATE_WORDS[current.state] : null,
          version: current?.version ?? null,
          result: current?.framework.results?.find(({ id }) => id === current.result)?.says ?? null,
          reviewOn: current?.state === 'accepted' ? current.reviewOn : null,
        };
      });
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Assessments',
        breadcrumbs: [
          { text: 'Projects', href: '/projects' },
          { text: project.title, href: home },
          { text: 'Assessments' },
        ],
      }),
      ...{ project, home: `${home}/assessments` },
      needed: rows.filter((row) => row.isNeeded),
      begun: rows.filter((row) => !row.isNeeded && row.state !== null),
      others: rows.filter((row) => !row.isNeeded && row.state === null),
      unmet: needed
        .filter(({ kind }) => !rows.some((row) => row.clears === CLEARANCE_KINDS[kind].title))
        .map(({ kind }) => CLEARANCE_KINDS[kind].title),
      frameworksHref: `/frameworks/${project.authoritySlug}`,
      may: { write: can(person, 'assessment.write', project.authorityId) },
    };
    return sendPage(reply, 'assessments/list/list.njk', model);
  });

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const code = readForm(request.body).text('framework');
    await db.transaction().execute((tx) => startAssessment(tx, person, { projectId: project.id, code }, clock));
    return reply.redirect(`${home}/assessments/${code}`, 303);
  });

  app.register(async (uploads) => {
    readUploads(uploads);
    const show = async (request: FastifyRequest, reply: FastifyReply, text = '', errors: FieldError[] = []) => {
      const { person, project, home } = await projectOf(db, request);
      requirePermission(person, 'assessment.write', project.authorityId);
      const model = {
        page: await pageForProject(db, request, project, {
          title: 'Import an assessment',
          error: errors.length > 0,
          back: { text: 'Back to assessments', href: `${home}/assessments` },
        }),
        ...{ project, text, errors: showErrors(errors), action: `${home}/import-assessment` },
      };
      return sendPage(reply, 'assessments/list/import.njk', model);
    };
    const importPath = '/projects/:authority/:slug/import-assessment';
    uploads.get(importPath, (request, reply) => show(request, reply));
    uploads.post(importPath, async (request, reply) => {
      const { person, project, home } = await projectOf(db, request);
      requirePermission(person, 'assessment.write', project.authorityId);
      const form = readForm(request.body);
      const text = form.text('file') || form.text('text');
      if (text === '') return show(request, reply, text, [{ field: 'file', text: 'Choose a file, or paste its text' }]);
      try {
        const { code } = await db
          .transaction()
          .execute((tx) => importAssessment(tx, person, { projectId: project.id, text }, clock));
        return reply.redirect(`${home}/assessments/${code}?done=imported`, 303);
      } catch (error) {
        return show(request, reply, form.text('text'), [asFieldError(error, 'file')]);
      }
    });
  });
}
