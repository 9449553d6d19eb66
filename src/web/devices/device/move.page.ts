import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { placeDevice } from '../../../register/index.ts';
import { localTime } from '../../face/local-time.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { pageForAuthority } from '../devices-page.ts';
import { type PlaceAnswers, placeAnswersIn, placeProblems } from '../place/place-answers.ts';
import { placesToOffer } from '../place/place-choices.store.ts';
import { KIND_ITEMS, WHERE_ITEMS } from '../place/place-items.ts';
import { FormRefused, settlePlace } from '../place/settle-place.ts';
import { deviceOfPath } from './find-own-device.ts';
import { instantOfLocal } from './instant-of-local.ts';

/** Saying where a device stands from now, or from an earlier time, on. What was said before stays as history. */
export function movePage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/devices/:authority/:slug/move', async (request, reply) =>
    show(request, reply, { ...placeAnswersIn(readForm({})), where: 'there' }, ''),
  );

  app.post('/devices/:authority/:slug/move', async (request, reply) => {
    const { device, home } = await deviceOfPath(db, request, 'device.edit');
    const form = readForm(request.body);
    const answers = placeAnswersIn(form);
    const since = form.text('from');
    const now = clock.now();
    const from = since === '' ? now : instantOfLocal(since);
    const errors: FieldError[] = placeProblems(answers, ['there', 'new']);
    if (!from || from > now) errors.push({ field: 'from', text: 'Enter a day and time that is not still to come' });
    if (errors.length > 0) return show(request, reply, answers, since, errors);
    try {
      await db.transaction().execute(async (tx) => {
        const place = await settlePlace(tx, request.viewer, device.authorityId, answers);
        await placeDevice(tx, request.viewer, device.id, { ...place!, from: from! });
      });
    } catch (error) {
      if (error instanceof FormRefused) return show(request, reply, answers, since, error.errors);
      return show(request, reply, answers, since, [asFieldError(error, 'place')]);
    }
    return reply.redirect(`${home}?done=moved`, 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    answers: PlaceAnswers,
    from: string,
    errors: readonly FieldError[] = [],
  ) {
    const { device, authority, home } = await deviceOfPath(db, request, 'device.edit');
    const title = device.placeId === null ? 'Where does it stand?' : 'Where does it stand now?';
    const model = {
      page: await pageForAuthority(db, request, authority, {
        title,
        error: errors.length > 0,
        back: { text: `Back to ${device.name}`, href: home },
      }),
      device,
      home,
      answers,
      from,
      latest: localInput(clock.now()),
      offered: await placesToOffer(db, request.viewer, device.authorityId),
      whereItems: WHERE_ITEMS.filter(({ value }) => value !== 'later'),
      kindItems: KIND_ITEMS,
      errors: showErrors(errors),
    };
    return sendPage(reply, 'devices/device/move.njk', model);
  }
}

/** As a date-time input writes it: local, to the minute. */
function localInput(at: Date): string {
  const { year, month, day, hour, minute } = localTime(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
