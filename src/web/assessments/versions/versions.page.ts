import type { FastifyInstance } from 'fastify';
import {
  ASSESSMENT_STATE_WORDS,
  answerDifferences,
  assessmentFile,
  listActions,
  readAssessment,
} from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { securityHeaders } from '../../face/security-headers.ts';
import { assessmentOf, pageForAssessment } from '../assessment-page.ts';
import { shownResult, shownSections } from '../parts/shown-answers.ts';
import { renderAssessmentPdf } from './render-assessment-pdf.ts';

/** Every version, what changed from one to the next, and each as a page that prints and as JSON. */
export function versionPages(app: FastifyInstance, { db }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/versions';

  app.get(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const { person, project, home, read } = open;
    const all = await Promise.all(
      read.versions.map(({ version }) =>
        readAssessment(db, person, { projectId: project.id, code: read.version.framework.framework, version }),
      ),
    );
    const model = {
      page: await pageForAssessment(db, request, open, { title: 'Versions' }),
      ...{ project, home, framework: read.version.framework },
      versions: all.map(({ version, answers }, index) => {
        const before = all[index + 1];
        return {
          ...version,
          stateWords: ASSESSMENT_STATE_WORDS[version.state],
          result: version.framework.results?.find(({ id }) => id === version.result)?.says ?? null,
          edition: version.framework.edition,
          hasBefore: before !== undefined,
          changes: before ? answerDifferences(version.framework, answers, before.answers) : [],
        };
      }),
    };
    return sendPage(reply, 'assessments/versions/versions.njk', model);
  });

  app.get(`${path}/:version`, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const { project, home, read } = open;
    const model = {
      page: await pageForAssessment(db, request, open, { title: `Version ${read.version.version}` }),
      ...{ project, home, version: read.version, framework: read.version.framework },
      state: ASSESSMENT_STATE_WORDS[read.version.state],
      sections: shownSections(read),
      shown: shownResult(read),
      advice: read.advice.filter((each) => each.versionId === read.version.id),
      remarks: read.comments.filter((each) => each.questionId === null),
      actions: await listActions(db, read.version.assessmentId),
    };
    return sendPage(reply, 'assessments/versions/version.njk', model);
  });

  app.get(`${path}/:version/assessment.pdf`, async (request, reply) => {
    const { project, read } = await assessmentOf(db, request);
    const { version } = read;
    const pdf = await renderAssessmentPdf(read, { authority: project.authorityName, project: project.title });
    return reply
      .headers(securityHeaders('api'))
      .type('application/pdf')
      .header(
        'content-disposition',
        `attachment; filename="${project.slug}-${version.framework.framework}-${version.version}.pdf"`,
      )
      .send(pdf);
  });

  app.get(`${path}/:version/assessment.json`, async (request, reply) => {
    const { project, read } = await assessmentOf(db, request);
    const { version } = read;
    const file = assessmentFile(read, await listActions(db, version.assessmentId));
    return reply
      .headers(securityHeaders('api'))
      .type('application/json; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="${project.slug}-${version.framework.framework}-${version.version}.json"`,
      )
      .send(`${JSON.stringify(file, null, 2)}\n`);
  });
}
