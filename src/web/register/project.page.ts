import { listPublishedAssessments } from '../../assessments/index.ts';
import { type House, sql } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { listVisibleFindings } from '../../insights/index.ts';
import {
  findEmergency,
  findStanding,
  type OutcomeAnswers,
  STAGE_SAYS,
  type Stage,
  VERDICT_SAYS,
  type Verdict,
} from '../../projects/index.ts';
import { completenessFacts, completenessOf, ENQUIRY_KINDS, listPublicEnquiries } from '../../publish/index.ts';
import {
  declarationHistory,
  differences,
  listProperties,
  publicHolds,
  publishedDeclaration,
} from '../../register/index.ts';
import { contactHref, KIND_WORDS } from '../enquiries/contact.page.ts';
import { standingWords } from '../projects/clearances/clearance-words.ts';
import { STAGE_WORDS, VERDICT_WORDS } from '../projects/words.ts';
import { promisedProperties, promiseFacts } from './promise-facts.ts';
import { projectNotPublic } from './register-web.errors.ts';

interface ProjectRow {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly stage: Stage;
  readonly authorityId: number;
  readonly authority: string;
  readonly authoritySlug: string;
  readonly accent: string | null;
  readonly devices: number;
  readonly answers: OutcomeAnswers | null;
  readonly verdict: Verdict | null;
  readonly chosenVerdict: Verdict | null;
  readonly reason: string | null;
}

/** A project for the public: what for, what is promised, how that changed, what was found. */
export async function projectPage(
  house: House,
  viewer: Viewer,
  { authority, slug }: { authority: string; slug: string },
) {
  const { db } = house;
  const project = await findProject(house, authority, slug);
  const promise = project && (await publishedDeclaration(db, project.id));
  if (!project || !promise) throw projectNotPublic({ slug });
  const names = new Map((await listProperties(db)).map((property) => [property.code, property.name]));
  const nameOf = (code: string) => names.get(code) ?? code;
  const versions = (await declarationHistory(db, viewer, project.id)).filter((version) => version.inForceFrom !== null);
  const now = house.clock.now();
  const facts = await completenessFacts(db, project.id, now);
  const findings = await listVisibleFindings(db, viewer, { projectId: project.id, limit: 20 });
  return {
    page: {
      title: project.title,
      authority: { name: project.authority, slug: project.authoritySlug, accent: project.accent },
      breadcrumbs: [{ text: 'Register', href: '/register' }, { text: project.title }],
    },
    project,
    promise,
    standing: standingWords(await findStanding(db, project.id)),
    emergency: await findEmergency(db, project.id),
    stage: { word: STAGE_WORDS[project.stage], says: STAGE_SAYS[project.stage] },
    answers: project.answers ?? {},
    verdict: project.verdict && {
      computed: VERDICT_WORDS[project.verdict],
      means: VERDICT_SAYS[project.verdict].means,
      against:
        project.chosenVerdict && project.chosenVerdict !== project.verdict
          ? { chosen: VERDICT_WORDS[project.chosenVerdict], reason: project.reason }
          : undefined,
    },
    facts: promiseFacts(promise),
    properties: promisedProperties(promise, nameOf),
    history: versions.map((version, index) => {
      const before = versions[index + 1];
      return {
        version: version.version,
        from: version.inForceFrom,
        until: version.endedAt,
        how: version.decidedRole
          ? `Approved by somebody in the role ${version.decidedRole.replaceAll('_', ' ')}`
          : before
            ? 'Took effect by itself: it promises less than the one before'
            : 'Approved',
        changes: before ? differences(version.body, before.body, nameOf) : [],
      };
    }),
    assessments: (await listPublishedAssessments(db, project.id)).map(
      ({ code, version, framework, result, reviewOn, state, endedAt }) => ({
        title: framework.title,
        href: `/register/${project.authoritySlug}/projects/${project.slug}/assessments/${code}`,
        version,
        result: framework.results?.find(({ id }) => id === result)?.says ?? null,
        reviewOn,
        isLapsed: state === 'lapsed',
        withdrawnAt: state === 'withdrawn' ? endedAt : null,
      }),
    ),
    findings,
    completeness: completenessOf(promise.body, facts, now.toISOString().slice(0, 10)),
    said: await listPublicEnquiries(db, { projectId: project.id }),
    sayMore: ENQUIRY_KINDS.map((kind) => ({
      text: KIND_WORDS[kind].title,
      href: contactHref({ kind, authority: project.authoritySlug, project: project.slug, about: project.title }),
    })),
    privacyHref: `/register/${project.authoritySlug}/projects/${project.slug}/privacy`,
    holds: await publicHolds(db, project.id),
    deletionsHref: `/register/${project.authoritySlug}/projects/${project.slug}/deletions`,
    zoneSign: `/register/${project.authoritySlug}/projects/${project.slug}/sign`,
    devicesHref: `/register?q=${encodeURIComponent(project.title)}`,
  };
}

async function findProject(house: House, authority: string, slug: string): Promise<ProjectRow | undefined> {
  const { rows } = await sql<ProjectRow>`
    select pr.id, pr.slug, pr.title, pr.summary, pr.stage, pr.authority_id as "authorityId", au.name as authority, au.slug as "authoritySlug",
      au.accent, (select count(*) from register.v_public_device d where d.project_id = pr.id and d.state <> 'retired') as devices,
      oc.answers, oc.verdict, oc.chosen_verdict as "chosenVerdict", oc.reason
    from projects.v_project pr join identity.v_authority au on au.id = pr.authority_id
    left join projects.v_outcome oc on oc.project_id = pr.id
    where au.slug = ${authority} and pr.slug = ${slug}`.execute(house.db);
  return rows[0];
}
