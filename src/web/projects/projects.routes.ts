import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { requireSignIn } from '../../identity/index.ts';
import { clearancesPage } from './clearances/clearances.page.ts';
import { recordClearancePage } from './clearances/record.page.ts';
import { rulePage } from './clearances/rule.page.ts';
import { withdrawClearancePage } from './clearances/withdraw-clearance.page.ts';
import { checkPage } from './decide/check.page.ts';
import { decideQuestionPages } from './decide/decide-question.page.ts';
import { lookedAtPage } from './decide/looked-at.page.ts';
import { resultPages } from './decide/result.page.ts';
import { wordingPage } from './decide/wording.page.ts';
import { checkDeclarationPage } from './declaration/check-declaration.page.ts';
import { decideDeclarationPage } from './declaration/decide-declaration.page.ts';
import { dryRunPage } from './declaration/dry-run.page.ts';
import { declarationHistoryPage } from './declaration/history.page.ts';
import { declarationOverviewPage } from './declaration/overview.page.ts';
import { withdrawDeclarationPage } from './declaration/withdraw.page.ts';
import { writeDeclarationPages } from './declaration/write.page.ts';
import { projectListPage } from './list/project-list.page.ts';
import { newProjectPage } from './new/new-project.page.ts';
import { editProjectPages } from './officer/edit-project.page.ts';
import { projectPeoplePage } from './officer/people.page.ts';
import { projectPage } from './officer/project.page.ts';
import { policyPages } from './policy/policy-pages.ts';

/** The staff's pages of projects: list, start, the officer's page, the four steps, the declaration. All need sign-in. */
export function registerProjectPages(app: FastifyInstance, house: House): void {
  app.register(async (staff) => {
    staff.addHook('preHandler', requireSignIn);
    projectListPage(staff, house);
    policyPages(staff, house);
    newProjectPage(staff, house);
    projectPage(staff, house);
    editProjectPages(staff, house);
    projectPeoplePage(staff, house);
    decideQuestionPages(staff, house);
    wordingPage(staff, house);
    lookedAtPage(staff, house);
    checkPage(staff, house);
    resultPages(staff, house);
    clearancesPage(staff, house);
    recordClearancePage(staff, house);
    withdrawClearancePage(staff, house);
    rulePage(staff, house);
    declarationOverviewPage(staff, house);
    dryRunPage(staff, house);
    writeDeclarationPages(staff, house);
    checkDeclarationPage(staff, house);
    decideDeclarationPage(staff, house);
    declarationHistoryPage(staff, house);
    withdrawDeclarationPage(staff, house);
  });
}
