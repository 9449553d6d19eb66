/** For everybody, without signing in: ask us to publish, complain, comment; and how it stands with what was sent. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../base/index.ts';
import {
  clockRunning,
  enquiryByReference,
  MOST_OF_A_NETWORK,
  sendEnquiry,
  tooManyEnquiries,
} from '../../publish/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { type ContactFields, contactPage, KIND_WORDS, kindIn, standingOf } from './contact.page.ts';
import { createNetworkLimit } from './network-limit.ts';

export async function registerContactPages(app: FastifyInstance, house: House): Promise<void> {
  const limit = createNetworkLimit(house.clock, { most: MOST_OF_A_NETWORK, withinMs: 3_600_000 });
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  app.get('/contact', (request, reply) => show(request, reply, fieldsOf(request.query)));

  app.post('/contact', async (request, reply) => {
    const fields = fieldsOf(request.body);
    const kind = kindIn(fields.kind);
    if (!kind) return show(request, reply, fields);
    try {
      if (!limit.take(request.ip)) throw tooManyEnquiries();
      const input = {
        kind,
        authoritySlug: fields.authority ?? '',
        placeSlug: fields.place,
        projectSlug: fields.project,
        body: fields.body ?? '',
        email: fields.email,
        formKey: fields.key ?? '',
      };
      const { reference } = await house.db.transaction().execute((tx) => sendEnquiry(tx, input, house.clock));
      return reply.redirect(`/contact/${reference}?new`, 303);
    } catch (error) {
      if (error instanceof LamppostError && ['invalid', 'too_many', 'not_found'].includes(error.kind))
        return show(request, reply, fields, error);
      throw error;
    }
  });

  app.get<{ Params: { reference: string }; Querystring: { new?: string } }>(
    '/contact/:reference',
    async (request, reply) => {
      const enquiry = await enquiryByReference(house.db, request.params.reference);
      const page = pageFor(request, { title: KIND_WORDS[enquiry.kind].title });
      const clock = clockRunning(enquiry);
      reply.header('cache-control', 'no-store');
      return sendPage(reply, 'enquiries/sent.njk', {
        page,
        enquiry,
        clock,
        standing: standingOf(enquiry),
        isNew: request.query.new !== undefined && !enquiry.answeredAt,
        pageUrl: `${house.settings.publicUrl}/contact/${enquiry.reference}`,
      } as never);
    },
  );

  async function show(request: FastifyRequest, reply: FastifyReply, fields: ContactFields, problem?: LamppostError) {
    const model = await contactPage(house, fields, problem);
    const status = problem?.kind === 'too_many' ? { status: 429 } : {};
    return sendPage(reply, 'enquiries/contact.njk', { ...model, page: pageFor(request, model.page) } as never, status);
  }
}

const FIELDS = ['kind', 'authority', 'place', 'project', 'about', 'body', 'email', 'key'] as const;

/** The first text of each field; a text longer than any may be is cut, and refused for its length. */
function fieldsOf(given: unknown): ContactFields {
  const all = (given ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    FIELDS.map((name) => [
      name,
      Object.hasOwn(all, name) ? String([all[name]].flat()[0] ?? '').slice(0, 5_000) : undefined,
    ]),
  );
}
