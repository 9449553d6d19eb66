import type { FastifyRequest } from 'fastify';
import { type ReadAssessment, readAssessment } from '../../assessments/index.ts';
import type { Db } from '../../base/index.ts';
import { can, type Permission, type PersonViewer } from '../../identity/index.ts';
import type { Project } from '../../projects/index.ts';
import type { Page } from '../face/page-model.ts';
import { pageForProject, projectOf } from '../projects/page.ts';

export interface OpenAssessment {
  readonly person: PersonViewer;
  readonly project: Project;
  /** Address of the project. */
  readonly projectHome: string;
  /** Address of the assessment. */
  readonly home: string;
  readonly read: ReadAssessment;
  may(permission: Permission): boolean;
}

/** The assessment of the path, for people who may read the project; `version` of the path or the newest. */
export async function assessmentOf(db: Db, request: FastifyRequest): Promise<OpenAssessment> {
  const { person, project, home: projectHome } = await projectOf(db, request);
  const { code, version } = request.params as { code: string; version?: string };
  const wanted = version === undefined ? {} : { version: /^\d{1,6}$/.test(version) ? Number(version) : 0 };
  const read = await readAssessment(db, person, { projectId: project.id, code, ...wanted });
  const home = `${projectHome}/assessments/${code}`;
  return {
    person,
    project,
    projectHome,
    home,
    read,
    may: (permission) => can(person, permission, project.authorityId),
  };
}

/** The `page` of an assessment's template. */
export function pageForAssessment(
  db: Db,
  request: FastifyRequest,
  { project, projectHome, home, read }: OpenAssessment,
  parts: Pick<Page, 'title'> & Partial<Page>,
): Promise<Page> {
  const { title } = read.version.framework;
  const here = parts.title === title;
  return pageForProject(db, request, project, {
    ...(parts.back
      ? {}
      : {
          breadcrumbs: [
            { text: 'Projects', href: '/projects' },
            { text: project.title, href: projectHome },
            { text: 'Assessments', href: `${projectHome}/assessments` },
            ...(here ? [{ text: title }] : [{ text: title, href: home }, { text: parts.title }]),
          ],
        }),
    ...parts,
  });
}

/** Which part somebody has in a version that is in review, and whether they may take the other ones. */
export function partsIn({ read, person, may }: OpenAssessment) {
  const { version } = read;
  const wrote = version.writers.includes(person.personId);
  const inReview = version.state === 'in_review';
  return {
    wrote,
    write:
      may('assessment.write') &&
      ['draft', 'to_correct'].includes(version.state) &&
      version.evaluatedBy !== person.personId,
    review: inReview && !wrote && (may('assessment.evaluate') || may('assessment.validate')),
    evaluate: inReview && !wrote && version.evaluatedBy === null && may('assessment.evaluate'),
    validate:
      inReview &&
      !wrote &&
      version.evaluatedBy !== null &&
      version.evaluatedBy !== person.personId &&
      may('assessment.validate'),
    advise: inReview && !wrote && may('assessment.advise') && version.framework.advice === 'data_protection_officer',
    withdraw: version.state === 'accepted' && may('assessment.withdraw'),
    renew: ['accepted', 'lapsed', 'withdrawn'].includes(version.state) && may('assessment.write'),
    plan:
      !['superseded', 'withdrawn'].includes(version.state) && (may('assessment.write') || may('assessment.evaluate')),
    withhold: !['superseded', 'withdrawn'].includes(version.state) && may('assessment.validate'),
  };
}
