/** The catalogues of others that are searched: for everybody to see, for some to add to. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../base/index.ts';
import { can, personOf } from '../../identity/index.ts';
import { addCatalogue, askForHarvest, listCatalogues, removeCatalogue } from '../../publish/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../projects/form.ts';

interface Typed {
  readonly authority: number;
  readonly title: string;
  readonly url: string;
  readonly format: string;
}
const NOTHING: Typed = { authority: 0, title: '', url: '', format: 'ckan' };

export function cataloguesPage(app: FastifyInstance, house: House): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed = NOTHING, errors: FieldError[] = []) => {
    const { viewer } = request;
    const catalogues = await listCatalogues(house.db);
    const places = viewer.kind === 'person' ? viewer.places : [];
    const choices = places.filter(({ authorityId }) => can(viewer, 'catalogue.edit', authorityId));
    return sendPage(reply.status(errors.length > 0 ? 400 : 200), 'data/catalogues.njk', {
      page: pageFor(request, { title: 'Catalogues of others', nav: 'data', error: errors.length > 0 }),
      catalogues: catalogues.map((each) => ({ ...each, mayEdit: can(viewer, 'catalogue.edit', each.authorityId) })),
      choices: choices.map(({ authorityId, authorityName }) => ({
        value: authorityId,
        text: authorityName,
        selected: authorityId === typed.authority,
      })),
      typed,
      errors: showErrors(errors),
    } as never);
  };

  app.get('/data/catalogues', (request, reply) => show(request, reply));

  app.post('/data/catalogues', async (request, reply) => {
    const person = personOf(request);
    const form = readForm(request.body);
    const typed = {
      authority: form.id('authority'),
      title: form.text('title'),
      url: form.text('url'),
      format: form.text('format'),
    };
    try {
      const given = { ...typed, authorityId: typed.authority };
      await house.db.transaction().execute((tx) => addCatalogue(tx, house, person, given));
    } catch (error) {
      return show(request, reply, typed, [asFieldError(error, 'title')]);
    }
    return reply.redirect('/data/catalogues', 303);
  });

  for (const [act, does] of [
    ['remove', removeCatalogue],
    ['harvest', (tx, person, id) => askForHarvest(tx, house, person, id)],
  ] satisfies [string, typeof removeCatalogue][])
    app.post<{ Params: { catalogue: string } }>(
      `/data/catalogues/:catalogue(^\\d{1,9}$)/${act}`,
      async (request, reply) => {
        const person = personOf(request);
        await house.db.transaction().execute((tx) => does(tx, person, Number(request.params.catalogue)));
        return reply.redirect('/data/catalogues', 303);
      },
    );
}
