import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  CLEARANCE_KINDS,
  type ClearanceKind,
  isClearanceKind,
  mayClear,
  missingRequirements,
  recordDocument,
} from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { kindWords } from './clearance-words.ts';

const NOTHING = { kinds: [] as string[], asks: [] as string[], title: '', reference: '', datedOn: '', validUntil: '' };

/** A document held elsewhere clears one thing or several: which, what it is called, where it is, how long it holds. */
export function recordClearancePage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/clearances/record';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    values: typeof NOTHING,
    errors: FieldError[] = [],
  ) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'clearance.grant', project.authorityId);
    const missing = await missingRequirements(db, project.id, 'declaration');
    const mine: ClearanceKind[] = [];
    for (const kind of ALL_CLEARANCE_KINDS) if (await mayClear(db, person.personId, project.id, kind)) mine.push(kind);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Record a document that clears something',
        error: errors.length > 0,
        back: { text: 'Back to the clearances', href: `${home}/clearances` },
      }),
      ...{ project, home, values, errors: showErrors(errors) },
      choices: mine.map((kind) => ({
        value: kind,
        text: kindWords(kind),
        hint: {
          text: `${CLEARANCE_KINDS[kind].what}${missing.some((each) => each.kind === kind) ? ' Still needed.' : ''}`,
        },
        checked: values.kinds.includes(kind),
      })),
      asks: mine.includes('screening')
        ? ASKED_FOR.map((kind) => ({
            value: kind,
            text: `${kindWords(kind)}: needed`,
            checked: values.asks.includes(kind),
          }))
        : [],
    };
    return sendPage(reply, 'projects/clearances/record.njk', model);
  };

  app.get(path, (request, reply) => {
    const { kind } = request.query as { kind?: string };
    return show(request, reply, { ...NOTHING, kinds: kind ? [kind] : [] });
  });

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const values = {
      kinds: form.texts('kinds'),
      asks: form.texts('asks'),
      title: form.text('title'),
      reference: form.text('reference'),
      datedOn: form.text('datedOn'),
      validUntil: form.text('validUntil'),
    };
    const until = values.validUntil === '' ? null : new Date(`${values.validUntil}T23:59:59Z`);
    if (until && Number.isNaN(until.getTime()))
      return show(request, reply, values, [{ field: 'validUntil', text: 'Enter a day of the calendar, or none' }]);
    const document = {
      ...{ title: values.title, reference: values.reference, datedOn: values.datedOn, validUntil: until },
      kinds: values.kinds.filter(isClearanceKind),
      asksFor: values.asks.filter(isClearanceKind),
    };
    try {
      await db.transaction().execute((tx) => recordDocument(tx, person, project.id, document, clock));
    } catch (error) {
      return show(request, reply, values, [asFieldError(error, 'kinds')]);
    }
    return reply.redirect(`${home}/clearances`, 303);
  });
}

const ASKED_FOR: readonly ClearanceKind[] = ['dpia', 'equality', 'ethics', 'supplier'];
