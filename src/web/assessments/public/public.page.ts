import type { FastifyInstance } from 'fastify';
import { ASSESSMENT_STATE_WORDS, readPublishedAssessment } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { requireProject } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { pageForProject } from '../../projects/page.ts';
import { shownResult, shownSections } from '../parts/shown-answers.ts';

/** An accepted assessment for anyone: answers, result, advice and the answer to it; no names, no comments, no drafts. */
export function publicAssessmentPages(app: FastifyInstance, { db }: House): void {
  app.get('/register/:authority/projects/:slug/assessments/:code', async (request, reply) => {
    const { authority, slug, code } = request.params as { authority: string; slug: string; code: string };
    const project = await requireProject(db, authority, slug);
    const read = await readPublishedAssessment(db, project.id, code);
    const { framework } = read.version;
    const model = {
      page: await pageForProject(db, request, project, {
        title: framework.title,
        nav: 'register',
        breadcrumbs: [
          { text: 'Register', href: '/register' },
          { text: project.title, href: `/register/${authority}/projects/${slug}` },
          { text: framework.title },
        ],
      }),
      ...{ project, framework, version: read.version },
      state: ASSESSMENT_STATE_WORDS[read.version.state],
      sections: shownSections(read),
      shown: shownResult(read),
      advice: read.advice.filter((each) => each.versionId === read.version.id),
      withheld: read.withheld.size,
    };
    return sendPage(reply, 'assessments/public/public.njk', model);
  });
}
