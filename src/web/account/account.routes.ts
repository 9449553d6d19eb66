import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { requireSignIn } from '../../identity/index.ts';
import { auditPages } from './audit/audit.page.ts';
import { delegationPages } from './delegations/delegations.page.ts';
import { keyListPage } from './keys/key-list.page.ts';
import { newKeyPages } from './keys/new-key.page.ts';
import { revokeKeyPages } from './keys/revoke-key.page.ts';
import { ownAccountPages } from './own/own-account.page.ts';
import { newPersonPages } from './people/new-person.page.ts';
import { peopleListPage } from './people/people-list.page.ts';
import { personPages } from './people/person.page.ts';
import { secondFactorPages } from './second-factor/second-factor.page.ts';
import { passwordPages } from './sign-in/password.page.ts';
import { setUpPages } from './sign-in/set-up.page.ts';
import { signInPages } from './sign-in/sign-in.page.ts';
import { directorySettingsPage } from './sign-in-rules/directory-settings.page.ts';
import { signInRulesPage } from './sign-in-rules/sign-in-rules.page.ts';

/** Signing in and out, the first set-up, people, keys and one's own account. */
export async function registerAccountPages(app: FastifyInstance, house: House): Promise<void> {
  await app.register(async (door) => {
    hideFromApiDescription(door);
    signInPages(door, house);
    setUpPages(door, house);
    passwordPages(door, house);
  });
  await app.register(async (staff) => {
    hideFromApiDescription(staff);
    staff.addHook('preHandler', requireSignIn);
    peopleListPage(staff, house);
    newPersonPages(staff, house);
    personPages(staff, house);
    keyListPage(staff, house);
    newKeyPages(staff, house);
    revokeKeyPages(staff, house);
    delegationPages(staff, house);
    auditPages(staff, house);
    ownAccountPages(staff, house);
    secondFactorPages(staff, house);
    signInRulesPage(staff, house);
    directorySettingsPage(staff, house);
  });
}

function hideFromApiDescription(pages: FastifyInstance): void {
  pages.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });
}
