import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { requireSignIn } from '../../identity/index.ts';
import { answerPages } from './answer/answer.page.ts';
import { checkAnswersPage } from './answer/check.page.ts';
import { frameworkPages } from './frameworks/frameworks.page.ts';
import { guestPages } from './guests/guest.page.ts';
import { invitePages } from './guests/invite.page.ts';
import { assessmentListPages } from './list/list.page.ts';
import { assessmentOverviewPages } from './overview/overview.page.ts';
import { paperPages } from './papers/papers.page.ts';
import { planPages } from './plan/plan.page.ts';
import { publicAssessmentPages } from './public/public.page.ts';
import { reviewPages } from './review/review.page.ts';
import { versionPages } from './versions/versions.page.ts';
import { withholdPages } from './versions/withhold.page.ts';

/** Assessments of a project for its staff, the frameworks of an authority, and what the public and people with a link read. */
export function registerAssessmentPages(app: FastifyInstance, house: House): void {
  app.register(async (everybody) => {
    publicAssessmentPages(everybody, house);
    guestPages(everybody, house);
  });
  app.register(async (staff) => {
    staff.addHook('preHandler', requireSignIn);
    assessmentListPages(staff, house);
    assessmentOverviewPages(staff, house);
    answerPages(staff, house);
    checkAnswersPage(staff, house);
    reviewPages(staff, house);
    planPages(staff, house);
    paperPages(staff, house);
    versionPages(staff, house);
    withholdPages(staff, house);
    frameworkPages(staff, house);
    invitePages(staff, house);
  });
}
