import { type House, sql } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { listFindings } from '../../insights/index.ts';
import { declarationHistory, differences, listProperties, publishedDeclaration } from '../../register/index.ts';
import { promisedProperties, promiseFacts } from './promise-facts.ts';
import { projectNotPublic } from './register-web.errors.ts';

interface ProjectRow {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly stage: string;
  readonly authorityId: number;
  readonly authority: string;
  readonly authoritySlug: string;
  readonly accent: string | null;
  readonly devices: number;
  readonly outcome: { outcome?: string; whoBenefits?: string } | null;
  readonly verdict: string | null;
  readonly chosenVerdict: string | null;
  readonly reason: string | null;
}

const VERDICTS: Record<string, string> = {
  not_an_information_problem: 'Not an information problem',
  existing_data_is_enough: 'Existing data is enough',
  ordinary_data_project: 'An ordinary data project',
  smart_city_project: 'A smart-city project',
};

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
  const findings = await listFindings(db, { authorityIds: [project.authorityId], projectId: project.id, limit: 20 });
  return {
    page: {
      title: project.title,
      authority: { name: project.authority, slug: project.authoritySlug, accent: project.accent },
      breadcrumbs: [{ text: 'Register', href: '/register' }, { text: project.title }],
    },
    project,
    promise,
    outcome: typeof project.outcome?.outcome === 'string' ? project.outcome.outcome : undefined,
    verdict: project.verdict && {
      computed: VERDICTS[project.verdict] ?? project.verdict,
      against:
        project.chosenVerdict && project.chosenVerdict !== project.verdict
          ? { chosen: VERDICTS[project.chosenVerdict], reason: project.reason }
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
          : 'Took effect by itself: it promises less than the one before',
        changes: before ? differences(version.body, before.body, nameOf) : [],
      };
    }),
    findings: isOpen(promise.body) ? findings : [],
    devicesHref: `/register?q=${encodeURIComponent(project.title)}`,
  };
}

/** Findings follow the readings they come from: shown where anyone may read those. */
function isOpen(body: {
  classes: { published: string };
  properties: readonly { audiences: readonly { audience: string }[] }[];
}): boolean {
  return (
    body.classes.published === 'none' &&
    body.properties.some((property) => property.audiences.some(({ audience }) => audience === 'public'))
  );
}

async function findProject(house: House, authority: string, slug: string): Promise<ProjectRow | undefined> {
  const { rows } = await sql<ProjectRow>`
    select pr.id, pr.slug, pr.title, pr.summary, pr.stage, pr.authority_id as "authorityId", au.name as authority, au.slug as "authoritySlug",
      au.accent, (select count(*) from register.v_public_device d where d.project_id = pr.id and d.state <> 'retired') as devices,
      oc.answers as outcome, oc.verdict, oc.chosen_verdict as "chosenVerdict", oc.reason
    from projects.v_project pr join identity.v_authority au on au.id = pr.authority_id
    left join projects.v_outcome oc on oc.project_id = pr.id
    where au.slug = ${authority} and pr.slug = ${slug}`.execute(house.db);
  return rows[0];
}
