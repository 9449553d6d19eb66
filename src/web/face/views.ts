// Templates to HTML. Everything is escaped unless a macro of the face says otherwise; a template is named by its
// path below src/web (`face/layout.njk`, `register/device.njk`) or as govuk-frontend and MoJ name theirs.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { readableAccent } from './accent-colour.ts';
import { assetUrl } from './asset-index.ts';
import { addFilters } from './filters.ts';
import { footerItems, navigationFor } from './navigation.ts';
import { statusKind } from './status-words.ts';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(web, '../../node_modules');

/** Renders a template with a model; throws, naming template and line, when the template is wrong. */
export type RenderPage = (template: string, model: object) => string;

/** A renderer with its own clock, for tests and for previews of another moment. */
export function createViews(now: () => Date = () => new Date()): RenderPage {
  const loader = new nunjucks.FileSystemLoader(
    [web, join(modules, 'govuk-frontend/dist'), join(modules, '@ministryofjustice/frontend')],
    { watch: false, noCache: false },
  );
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true });
  addFilters(environment, now);
  for (const [name, value] of Object.entries({
    asset: assetUrl,
    navigationFor,
    footerItems,
    readableAccent,
    statusKind,
  })) {
    environment.addGlobal(name, value);
  }
  return (template, model) => environment.render(template, model);
}

/** The one renderer of the running server. Models carry `page` (see `page-model.ts`) and the page's own keys. */
export const renderPage: RenderPage = createViews();
