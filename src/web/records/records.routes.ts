/** Records that are made from declarations: processing, joint controllers, whom a breach touches, what is held about somebody. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../base/index.ts';
import { authoritiesWhere, personOf, requireSignIn } from '../../identity/index.ts';
import {
  type BundleRequest,
  listJointControllers,
  listProcessingRecords,
  subjectBundle,
  subjectHoldings,
} from '../../publish/index.ts';
import { sayLawfulBasis } from '../../register/index.ts';
import { instantIn } from '../data/readings-file.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { pagerFor } from '../face/pager.ts';
import { breachPage } from './breach.page.ts';
import { holdPages } from './holds.page.ts';
import { privacyNoticePage } from './privacy-notice.page.ts';
import { recordsCsv } from './records-csv.ts';
import { requireSomewhere } from './require-somewhere.ts';

type Query = { Querystring: Record<string, string | string[] | undefined> };
type ProjectRequest = { Params: { authority: string; slug: string } };
const PAGE_SIZE = 25;

/** For everybody: the privacy notice of each project. */
export async function registerPrivacyNotices(app: FastifyInstance, house: House): Promise<void> {
  app.get<ProjectRequest>(
    '/register/:authority/projects/:slug/privacy',
    { schema: { hide: true } },
    async (request, reply) => {
      const model = await privacyNoticePage(house, request.params);
      return sendPage(reply, 'records/privacy-notice.njk', {
        ...model,
        page: pageFor(request, { nav: 'register', ...model.page }),
      } as never);
    },
  );
}

export async function registerRecordPages(app: FastifyInstance, house: House): Promise<void> {
  app.addHook('preHandler', requireSignIn);
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  holdPages(app, house);

  app.get<Query>('/records', async (request, reply) => {
    requireSomewhere(request, 'record.read');
    const [q, personal] = [first(request, 'q').slice(0, 200), first(request, 'personal') === 'yes'];
    const number = /^[1-9]\d{0,5}$/.test(first(request, 'page')) ? Number(first(request, 'page')) : 1;
    const page = { limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE };
    const { total, records } = await listProcessingRecords(house.db, request.viewer, { search: q, personal, ...page });
    return sendPage(reply, 'records/list.njk', {
      page: pageFor(request, { title: 'Records of processing', nav: 'records', wide: true }),
      total,
      records,
      q,
      personal,
      mayExport: authoritiesWhere(request.viewer, 'subject.export').length > 0,
      pager_model: pagerFor({
        page: number,
        pageSize: PAGE_SIZE,
        total,
        urlFor: (nth) => `/records?${new URLSearchParams({ q, personal: personal ? 'yes' : '', page: String(nth) })}`,
      }),
    } as never);
  });

  app.get('/records.csv', async (request, reply) => {
    requireSomewhere(request, 'record.read');
    const { records } = await listProcessingRecords(house.db, request.viewer, { limit: 10_000 });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="records-of-processing.csv"')
      .send(recordsCsv(records));
  });

  app.get('/records/joint-controllers', async (request, reply) => {
    requireSomewhere(request, 'record.read');
    const partnerships = await listJointControllers(house.db, request.viewer);
    return sendPage(reply, 'records/joint-controllers.njk', {
      page: pageFor(request, { title: 'Joint controllers', nav: 'records', wide: true, back: BACK }),
      partnerships: partnerships.map((one) => ({
        ...one,
        rows: one.shared.map((each) => ({ ...each, basis: sayLawfulBasis(each.lawfulBasis as never) })),
      })),
    } as never);
  });

  app.get<Query>('/records/breach', async (request, reply) => {
    requireSomewhere(request, 'record.read');
    const model = await breachPage(house.db, request.viewer, request.query);
    const page = pageFor(request, {
      title: 'What a breach touches',
      nav: 'records',
      wide: true,
      back: BACK,
      error: 'problem' in model,
    });
    return sendPage(reply, 'records/breach.njk', { page, ...model } as never);
  });

  app.get<Query>('/records/subject', async (request, reply) => {
    requireSomewhere(request, 'subject.export');
    const person = personOf(request);
    const places = person.places.filter(({ authorityId }) =>
      authoritiesWhere(person, 'subject.export').includes(authorityId),
    );
    const fields = {
      authority: first(request, 'authority'),
      place: first(request, 'place'),
      from: first(request, 'from'),
      to: first(request, 'to'),
    };
    let found: Awaited<ReturnType<typeof subjectHoldings>> | undefined;
    let problem: { field: string; text: string } | undefined;
    try {
      if (fields.place !== '') found = await subjectHoldings(house.db, person, bundleOf(request));
    } catch (error) {
      if (!(error instanceof LamppostError) || error.kind === 'forbidden') throw error;
      problem = { field: error.field ?? 'place', text: `${error.message} ${error.cure}` };
    }
    return sendPage(reply, 'records/subject.njk', {
      page: pageFor(request, {
        title: 'What is held about a person',
        nav: 'records',
        back: BACK,
        error: problem !== undefined,
      }),
      places,
      fields,
      found,
      problem,
      bundleHref: `/records/subject.json?${new URLSearchParams(fields)}`,
    } as never);
  });

  app.get<Query>('/records/subject.json', async (request, reply) => {
    const person = personOf(request);
    const wanted = bundleOf(request);
    await subjectHoldings(house.db, person, wanted); // refuses before anything is sent
    house.log.info(
      { person: person.personId, authority: wanted.authorityId },
      'a bundle for a request of access was put together',
    );
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="held-about-you.json"')
      .send(Readable.from(subjectBundle(house.db, person, wanted, house.clock.now())));
  });

  function bundleOf(request: FastifyRequest): BundleRequest {
    const person = personOf(request);
    const slug = first(request, 'authority');
    const at = person.places.find(({ authoritySlug }) => authoritySlug === slug) ?? person.places[0];
    return {
      authorityId: at?.authorityId ?? 0,
      placeSlug: first(request, 'place'),
      from: instantIn('from', first(request, 'from')) ?? new Date(0),
      to: instantIn('to', first(request, 'to')) ?? house.clock.now(),
    };
  }
}

const BACK = { text: 'Records of processing', href: '/records' };

function first(request: FastifyRequest, name: string): string {
  return String([(request.query as Record<string, unknown>)[name] ?? ''].flat()[0] ?? '').trim();
}
