import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { type DeviceState, setDeviceState } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { STATE_WORDS } from '../device-words.ts';
import { pageForAuthority } from '../devices-page.ts';
import { deviceOfPath } from './find-own-device.ts';

/** What people say of a device; that it is silent is for the house to notice. */
const SAID: readonly DeviceState[] = ['live', 'faulty', 'maintenance', 'planned', 'retired'];

/** Changing a device's state, with the reason; retiring, which cannot be undone, is asked twice. */
export function changeStatePage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/devices/:authority/:slug/state', async (request, reply) => show(request, reply, '', ''));

  app.post('/devices/:authority/:slug/state', async (request, reply) => {
    const { device, authority, home } = await deviceOfPath(db, request, 'device.edit');
    const form = readForm(request.body);
    const reason = form.text('reason');
    const state = SAID.find((each) => each === form.text('state'));
    if (!state) return show(request, reply, '', reason, [{ field: 'state', text: 'Choose the state it is in' }]);
    if (state === 'retired' && form.text('sure') !== 'yes') {
      const page = await pageForAuthority(db, request, authority, {
        title: `Retire ${device.name}?`,
        back: { text: 'Back', href: `${home}/state` },
      });
      return sendPage(reply, 'devices/device/retire.njk', { page, device, home, reason } as never);
    }
    try {
      const at = clock.now();
      await db.transaction().execute((tx) => setDeviceState(tx, request.viewer, device.id, { state, reason, at }));
    } catch (error) {
      return show(request, reply, state, reason, [asFieldError(error, 'state')]);
    }
    return reply.redirect(`${home}?done=state`, 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    chosen: string,
    reason: string,
    errors: readonly FieldError[] = [],
  ) {
    const { device, authority, home } = await deviceOfPath(db, request, 'device.edit');
    const states = SAID.filter((state) => state !== device.state).map((value) => ({
      value,
      text: STATE_WORDS[value].word,
      hint: { text: STATE_WORDS[value].means },
      checked: value === chosen,
    }));
    const page = await pageForAuthority(db, request, authority, {
      title: 'Change its state',
      error: errors.length > 0,
      back: { text: `Back to ${device.name}`, href: home },
    });
    const now = STATE_WORDS[device.state].word;
    return sendPage(reply, 'devices/device/state.njk', {
      page,
      device,
      home,
      now,
      states,
      reason,
      errors: showErrors(errors),
    } as never);
  }
}
