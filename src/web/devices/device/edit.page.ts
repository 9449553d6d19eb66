import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { IDENTIFIER_KINDS, type StoredDevice, updateDevice } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, labelled, readForm, showErrors } from '../../projects/form.ts';
import { IDENTIFIER_WORDS } from '../device-words.ts';
import { pageForAuthority } from '../devices-page.ts';
import { deviceOfPath } from './find-own-device.ts';

interface Answers {
  readonly name: string;
  readonly owner: string;
  readonly supplier: string;
  readonly network: string;
  readonly interval: string;
  readonly identifiers: readonly { kind: string; value: string }[];
}

const WORDS = labelled({ name: 'Name', report_interval_s: 'Reports every' });

/** Changing what is said of a device: name, identifiers, owner, supplier, network, how often it reports. */
export function editDevicePage(app: FastifyInstance, { db }: House): void {
  app.get('/devices/:authority/:slug/edit', async (request, reply) => {
    const { device } = await deviceOfPath(db, request, 'device.edit');
    return show(request, reply, answersOf(device));
  });

  app.post('/devices/:authority/:slug/edit', async (request, reply) => {
    const { device, home } = await deviceOfPath(db, request, 'device.edit');
    const answers = answersIn(readForm(request.body));
    const minutes = answers.interval === '' ? null : Number(answers.interval);
    if (minutes !== null && !(minutes > 0 && minutes <= 527_040)) {
      const text = 'Enter how many minutes lie between two messages, such as 15';
      return show(request, reply, answers, [{ field: 'interval', text }]);
    }
    const reportIntervalS = minutes === null ? null : Math.max(1, Math.round(minutes * 60));
    const { interval: _, ...facts } = answers;
    try {
      await db
        .transaction()
        .execute((tx) => updateDevice(tx, request.viewer, device.id, { ...facts, reportIntervalS }));
    } catch (error) {
      return show(request, reply, answers, [fieldOf(asFieldError(error, 'name', WORDS), answers)]);
    }
    return reply.redirect(`${home}?done=edited`, 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    answers: Answers,
    errors: readonly FieldError[] = [],
  ) {
    const { device, authority, home } = await deviceOfPath(db, request, 'device.edit');
    const model = {
      page: await pageForAuthority(db, request, authority, {
        title: 'Change its details',
        error: errors.length > 0,
        back: { text: `Back to ${device.name}`, href: home },
      }),
      device,
      home,
      answers: { ...answers, identifiers: [...answers.identifiers, { kind: 'dev_eui', value: '' }] },
      kinds: IDENTIFIER_KINDS.map((value) => ({ value, text: IDENTIFIER_WORDS[value].word })),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'devices/device/edit.njk', model);
  }
}

function answersOf(device: StoredDevice): Answers {
  return {
    name: device.name,
    owner: device.owner ?? '',
    supplier: device.supplier ?? '',
    network: device.network ?? '',
    interval: device.reportIntervalS === null ? '' : String(Math.round((device.reportIntervalS / 60) * 100) / 100),
    identifiers: device.identifiers,
  };
}

function answersIn(form: Form): Answers {
  const values = form.texts('identifier_value');
  const kinds = form.texts('identifier_kind');
  return {
    name: form.text('name'),
    owner: form.text('owner'),
    supplier: form.text('supplier'),
    network: form.text('network'),
    interval: form.text('interval'),
    identifiers: values
      .map((value, index) => ({ kind: kinds[index] ?? '', value }))
      .filter(({ value }) => value !== ''),
  };
}

/** Errors about an identifier say which by its place in the list; one that is taken is the one named in the message. */
function fieldOf(error: FieldError, { identifiers }: Answers): FieldError {
  if (error.field === 'report_interval_s') return { ...error, field: 'interval' };
  const [, index] = /^identifiers\.(\d+)/.exec(error.field) ?? [];
  if (index !== undefined) return { ...error, field: `identifier-${index}` };
  if (error.field !== 'identifier') return error;
  const plain = (text: string) => text.replace(/[\s:-]/g, '').toUpperCase();
  const named = identifiers.findIndex(({ value }) => plain(error.text).includes(plain(value)));
  return { ...error, field: `identifier-${Math.max(0, named)}` };
}
