import { type House, sql } from '../../base/index.ts';
import { processingRecord, rightsOf } from '../../publish/index.ts';
import { listProperties, publishedDeclaration } from '../../register/index.ts';
import { projectNotPublic } from '../register/register-web.errors.ts';

interface ProjectRow {
  readonly id: number;
  readonly title: string;
  readonly authority: string;
  readonly authoritySlug: string;
  readonly accent: string | null;
}

/** The privacy notice of a project (UK GDPR articles 13 and 14†), made from its promise. */
export async function privacyNoticePage({ db }: House, { authority, slug }: { authority: string; slug: string }) {
  const { rows } = await sql<ProjectRow>`
    select pr.id, pr.title, au.name as authority, au.slug as "authoritySlug", au.accent
    from projects.v_project pr join identity.v_authority au on au.id = pr.authority_id
    where au.slug = ${authority} and pr.slug = ${slug}`.execute(db);
  const project = rows[0];
  const promise = project && (await publishedDeclaration(db, project.id));
  if (!project || !promise) throw projectNotPublic({ slug });
  const names = new Map((await listProperties(db)).map(({ code, name }) => [code, name]));
  return {
    page: {
      title: `Privacy notice: ${project.title}`,
      authority: { name: project.authority, slug: project.authoritySlug, accent: project.accent },
      back: { text: project.title, href: `/register/${authority}/projects/${slug}` },
    },
    promise,
    record: processingRecord(promise.body, (code) => names.get(code) ?? code),
    rights: rightsOf(promise.body.lawful_basis),
    objections: promise.body.objections,
  };
}
