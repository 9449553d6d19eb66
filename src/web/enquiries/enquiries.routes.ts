/** For officers: what residents sent, by what is due first, and the answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../base/index.ts';
import { personOf, requireSignIn } from '../../identity/index.ts';
import {
  acknowledgeEnquiry,
  answerEnquiry,
  ENQUIRY_KINDS,
  listEnquiries,
  requireEnquiry,
} from '../../publish/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { pagerFor } from '../face/pager.ts';
import { KIND_WORDS, kindIn } from './contact.page.ts';
import { beginningOf, enquiriesCsv, enquiryModel, enquiryRow } from './enquiry.page.ts';

type ListQuery = Record<'q' | 'kind' | 'state' | 'page', string | string[] | undefined>;
type Form = Record<string, string | undefined>;
const PAGE_SIZE = 25;

export async function registerEnquiryPages(app: FastifyInstance, house: House): Promise<void> {
  app.addHook('preHandler', requireSignIn);
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  app.get<{ Querystring: ListQuery }>('/enquiries', async (request, reply) => {
    const first = (name: keyof ListQuery) => [request.query[name] ?? ''].flat()[0]!;
    const [q, kind, state] = [first('q').slice(0, 200), kindIn(first('kind')), first('state') || 'open'];
    const number = /^[1-9]\d{0,5}$/.test(first('page')) ? Number(first('page')) : 1;
    const open = state === 'open' ? true : state === 'answered' ? false : undefined;
    const offset = (number - 1) * PAGE_SIZE;
    const { total, enquiries } = await listEnquiries(house.db, request.viewer, {
      kind,
      open,
      search: q,
      limit: PAGE_SIZE,
      offset,
    });
    const page = pageFor(request, { title: 'Questions and complaints', nav: 'records', wide: true });
    return sendPage(reply, 'enquiries/list.njk', {
      page,
      total,
      rows: enquiries.map((enquiry) => enquiryRow(enquiry, house.clock.now())),
      q,
      kind,
      state,
      kinds: ENQUIRY_KINDS.map((value) => ({ value, text: KIND_WORDS[value].title })),
      pager_model: pagerFor({
        page: number,
        pageSize: PAGE_SIZE,
        total,
        urlFor: (nth) => `/enquiries?${new URLSearchParams({ q, kind: kind ?? '', state, page: String(nth) })}`,
      }),
    } as never);
  });

  app.get('/enquiries.csv', async (request, reply) => {
    const { enquiries } = await listEnquiries(house.db, request.viewer, { limit: 5_000 });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="enquiries.csv"')
      .send(enquiriesCsv(enquiries));
  });

  app.get<{ Params: { enquiry: string } }>('/enquiries/:enquiry(^\\d{1,9}$)', async (request, reply) =>
    show(request, reply, Number(request.params.enquiry)),
  );

  app.post<{ Params: { enquiry: string }; Body: Form }>('/enquiries/:enquiry(^\\d{1,9}$)', async (request, reply) => {
    const id = Number(request.params.enquiry);
    const { do: what, answer = '', outcome = '', shown } = request.body;
    const given = { answer, outcome, shownBody: request.body.public === 'yes' ? (shown ?? '') : undefined };
    try {
      await house.db.transaction().execute(async (tx) => {
        if (what === 'acknowledge') await acknowledgeEnquiry(tx, personOf(request), id, house.clock);
        else await answerEnquiry(tx, personOf(request), id, given, house.clock);
      });
    } catch (error) {
      if (error instanceof LamppostError && error.kind === 'invalid')
        return show(request, reply, id, request.body, error);
      throw error;
    }
    return reply.redirect(`/enquiries/${id}?saved=${what === 'acknowledge' ? 'read' : 'answer'}`, 303);
  });

  async function show(request: FastifyRequest, reply: FastifyReply, id: number, typed?: Form, problem?: LamppostError) {
    const enquiry = await requireEnquiry(house.db, request.viewer, id);
    const { saved } = request.query as { saved?: string };
    const page = pageFor(request, {
      title: beginningOf(enquiry.body),
      nav: 'records',
      error: problem !== undefined,
      back: { text: 'Questions and complaints', href: '/enquiries' },
    });
    return sendPage(reply, 'enquiries/enquiry.njk', {
      page,
      ...enquiryModel(enquiry, house.clock.now(), typed, problem),
      saved:
        !problem &&
        (saved === 'read' ? 'It is marked as read.' : saved === 'answer' ? 'The answer is saved.' : undefined),
    } as never);
  }
}
