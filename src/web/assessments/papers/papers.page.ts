import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ATTACHMENT_ENDINGS,
  attachFile,
  listAttachments,
  readAttachment,
  removeAttachment,
} from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { securityHeaders } from '../../face/security-headers.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment } from '../assessment-page.ts';
import { readFiles } from './file-form.ts';

/** The papers of an assessment: add, take away, download. A paper is always a download, never a page of this site. */
export function paperPages(app: FastifyInstance, { db, clock, settings }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/papers';

  app.register(async (pages) => {
    readFiles(pages);
    const show = async (
      request: FastifyRequest,
      reply: FastifyReply,
      open: OpenAssessment,
      errors: FieldError[] = [],
    ) => {
      const { home, project, read } = open;
      const { state } = read.version;
      const model = {
        page: await pageForAssessment(db, request, open, { title: 'Papers', error: errors.length > 0 }),
        ...{ project, home, framework: read.version.framework, errors: showErrors(errors) },
        papers: (await listAttachments(db, read.version.assessmentId)).map((paper) => ({
          ...paper,
          size: `${Math.max(1, Math.round(paper.bytes / 1024)).toLocaleString('en-GB')} KB`,
        })),
        accept: ATTACHMENT_ENDINGS.map((ending) => `.${ending}`).join(','),
        endings: ATTACHMENT_ENDINGS.join(', '),
        may: open.may('assessment.write') && state !== 'superseded' && state !== 'withdrawn',
      };
      return sendPage(reply, 'assessments/papers/papers.njk', model);
    };

    pages.get(path, async (request, reply) => show(request, reply, await assessmentOf(db, request)));

    pages.post(path, async (request, reply) => {
      const open = await assessmentOf(db, request);
      const form = readForm(request.body);
      const name = form.text('file-name');
      if (name === '') return show(request, reply, open, [{ field: 'file', text: 'Choose a file' }]);
      const given = { data: settings.data, name, bytes: Buffer.from(form.text('file'), 'base64') };
      try {
        await db.transaction().execute((tx) => attachFile(tx, open.person, open.read.version.id, given, clock));
      } catch (error) {
        return show(request, reply, open, [asFieldError(error, 'file')]);
      }
      return reply.redirect(`${open.home}/papers`, 303);
    });

    pages.post(`${path}/remove`, async (request, reply) => {
      const { person, read, home } = await assessmentOf(db, request);
      const id = readForm(request.body).id('paper');
      await db.transaction().execute((tx) => removeAttachment(tx, person, read.version.id, id, clock));
      return reply.redirect(`${home}/papers`, 303);
    });

    pages.get(`${path}/:paper`, async (request, reply) => {
      const { person, read } = await assessmentOf(db, request);
      const { paper } = request.params as { paper: string };
      const wish = { data: settings.data, attachmentId: /^\d{1,9}$/.test(paper) ? Number(paper) : 0 };
      const { name, mediaType, content } = await readAttachment(db, person, read.version.id, wish);
      return reply
        .headers(securityHeaders('api'))
        .header('cross-origin-resource-policy', 'same-origin')
        .header('cache-control', 'no-store')
        .type(mediaType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(content);
    });
  });
}
