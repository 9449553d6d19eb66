/** Staff pages about what needs doing: today, alerts, webhooks and the list of a pack. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type AlertState,
  acknowledgeAlert,
  countAlerts,
  createWebhook,
  dismissAlert,
  finishAlert,
  listAlerts,
  listDeliveries,
  listWebhooksOf,
  pauseWebhook,
  redeliver,
  requireAlert,
  undoSettling,
} from '../../actions/index.ts';
import { type House, LamppostError } from '../../base/index.ts';
import { authoritiesWhere, can, personOf, requireSignIn } from '../../identity/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { alertRow, alertsCsv, deliveryRow } from './alert-rows.ts';
import { findAlertSubject } from './alert-subject.store.ts';
import { schoolAirPage } from './school-air.page.ts';
import { todayPage } from './today.page.ts';

type Form = Record<string, string | undefined>;
const UNSETTLED: AlertState[] = ['open', 'acknowledged'];
/** What the page says after somebody settled the alert, or undid that. */
const SETTLED: Record<AlertState, string> = {
  open: 'The alert is new again.',
  acknowledged: 'You have this alert in hand.',
  done: 'The alert is done.',
  dismissed: 'The alert is dismissed.',
  over: 'The alert is over.',
};

export async function registerActionPages(app: FastifyInstance, house: House): Promise<void> {
  app.addHook('preHandler', requireSignIn);
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  app.get('/today', async (request, reply) => {
    const page = pageFor(request, { title: 'Today', nav: 'today' });
    return sendPage(reply, 'actions/today.njk', { page, ...(await todayPage(house, personOf(request))) } as never);
  });

  app.get<{ Querystring: { state?: string; q?: string } }>('/actions', async (request, reply) => {
    const authorityIds = authoritiesWhere(request.viewer, 'alert.read');
    const { state, q } = request.query;
    const states = state === 'all' ? undefined : state ? [state as AlertState] : UNSETTLED;
    const [alerts, counts] = await Promise.all([
      listAlerts(house.db, { authorityIds, ...(states ? { states } : {}), ...(q ? { search: q } : {}) }),
      countAlerts(house.db, authorityIds),
    ]);
    const page = pageFor(request, { title: 'Alerts', nav: 'actions', wide: true });
    return sendPage(reply, 'actions/alerts.njk', {
      page,
      rows: alerts.map(alertRow),
      counts,
      state: state ?? '',
      q: q ?? '',
    } as never);
  });

  app.get('/actions.csv', async (request, reply) => {
    const alerts = await listAlerts(house.db, {
      authorityIds: authoritiesWhere(request.viewer, 'alert.read'),
      limit: 10_000,
    });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="alerts.csv"')
      .send(alertsCsv(alerts));
  });

  app.get<{ Params: { id: string } }>('/actions/:id(^\\d{1,9}$)', async (request, reply) =>
    showAlert(request, reply, Number(request.params.id)),
  );

  app.post<{ Params: { id: string }; Body: Form }>('/actions/:id(^\\d{1,9}$)', async (request, reply) => {
    const id = Number(request.params.id);
    const { do: what, reason = '' } = request.body;
    try {
      await house.db.transaction().execute(async (tx) => {
        if (what === 'acknowledge') await acknowledgeAlert(tx, request.viewer, id, house.clock, reason);
        else if (what === 'finish') await finishAlert(tx, request.viewer, id, house.clock, reason);
        else if (what === 'dismiss') await dismissAlert(tx, request.viewer, id, house.clock, reason);
        else if (what === 'undo') await undoSettling(tx, request.viewer, id);
      });
    } catch (error) {
      if (error instanceof LamppostError && error.kind !== 'forbidden' && error.kind !== 'not_found')
        return showAlert(request, reply, id, error, reason);
      throw error;
    }
    return reply.redirect(`/actions/${id}?settled`, 303);
  });

  app.post<{ Params: { id: string; delivery: string } }>(
    '/actions/:id(^\\d{1,9}$)/deliveries/:delivery(^\\d{1,9}$)',
    async (request, reply) => {
      await house.db
        .transaction()
        .execute((tx) => redeliver(tx, house, request.viewer, Number(request.params.delivery)));
      return reply.redirect(`/actions/${request.params.id}#deliveries`, 303);
    },
  );

  app.get('/webhooks', async (request, reply) => showWebhooks(request, reply));

  app.post<{ Body: Form }>('/webhooks', async (request, reply) => {
    const { authority, name = '', url = '' } = request.body;
    const place =
      personOf(request).places.find((one) => one.authoritySlug === authority) ?? personOf(request).places[0];
    try {
      const created = await house.db
        .transaction()
        .execute((tx) => createWebhook(tx, house, request.viewer, { authorityId: place?.authorityId ?? 0, name, url }));
      return await showWebhooks(request, reply, { secret: created.secret, name: name || url });
    } catch (error) {
      if (error instanceof LamppostError && error.kind === 'invalid')
        return showWebhooks(request, reply, { error, name, url });
      throw error;
    }
  });

  app.post<{ Params: { id: string }; Body: Form }>('/webhooks/:id(^\\d{1,9}$)', async (request, reply) => {
    const authorityId = Number(request.body.authority);
    await house.db
      .transaction()
      .execute((tx) =>
        pauseWebhook(
          tx,
          request.viewer,
          authorityId,
          Number(request.params.id),
          request.body.do === 'pause',
          house.clock,
        ),
      );
    return reply.redirect('/webhooks', 303);
  });

  app.get('/insights/school-air', async (request, reply) => {
    const page = pageFor(request, { title: 'Air outside schools', nav: 'today', wide: true });
    const list = await schoolAirPage(house, authoritiesWhere(request.viewer, 'alert.read'));
    return sendPage(reply, 'actions/school-air.njk', { page, ...list } as never);
  });

  async function showAlert(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    error?: LamppostError,
    reason = '',
  ) {
    const alert = await requireAlert(house.db, request.viewer, id);
    const [deliveries, subject] = await Promise.all([
      listDeliveries(house.db, { alertId: id }),
      findAlertSubject(house.db, id),
    ]);
    const settled = (request.query as Record<string, unknown>).settled !== undefined;
    const page = pageFor(request, {
      title: alert.title,
      nav: 'actions',
      error: error !== undefined,
      back: { text: 'All alerts', href: '/actions' },
    });
    return sendPage(reply, 'actions/alert.njk', {
      page,
      alert: alertRow(alert),
      subject,
      settled: settled && SETTLED[alert.state],
      deliveries: deliveries.map(deliveryRow),
      mayHandle: can(request.viewer, 'alert.handle', alert.authorityId),
      problem: error && { message: `${error.message} ${error.cure}`, field: error.field },
      reason,
    } as never);
  }

  async function showWebhooks(request: FastifyRequest, reply: FastifyReply, made: Record<string, unknown> = {}) {
    const mayEdit = authoritiesWhere(request.viewer, 'webhook.edit');
    const mayRead = authoritiesWhere(request.viewer, 'alert.read');
    const seen = [...new Set([...mayEdit, ...mayRead])];
    const places = personOf(request).places.filter((place) => mayEdit.includes(place.authorityId));
    const webhooks = (await Promise.all(seen.map((id) => listWebhooksOf(house.db, id))))
      .flat()
      .map((webhook) => ({ ...webhook, mayEdit: mayEdit.includes(webhook.authorityId) }));
    const dead = await listDeliveries(house.db, { authorityIds: mayRead, state: 'dead' });
    const error = made.error as LamppostError | undefined;
    const page = pageFor(request, {
      title: 'Webhooks',
      nav: 'actions',
      error: error !== undefined,
      back: { text: 'Alerts', href: '/actions' },
    });
    const problem = error && { message: `${error.message} ${error.cure}`, field: error.field };
    return sendPage(reply, 'actions/webhooks.njk', {
      page,
      places,
      webhooks,
      dead: dead.map(deliveryRow),
      made,
      problem,
    } as never);
  }
}
