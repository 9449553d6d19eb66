import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House, Tx } from '../../base/index.ts';
import { can, type PersonViewer, type Place } from '../../identity/index.ts';
import {
  approveSharing,
  endSharing,
  offerShared,
  partnerPromises,
  requireSharing,
  whyNot,
} from '../../register/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../projects/form.ts';
import { shownAgreement } from './sharing-words.ts';

const PATH = '/sharing/:agreement(^\\d{1,9}$)';

/** One sharing agreement, for anybody once it is approved; with what a person of a party may do with it. */
export function sharingPage(app: FastifyInstance, { db, clock }: House): void {
  async function show(request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = []) {
    const agreement = await requireSharing(db, request.viewer, idIn(request));
    const parts = await Promise.all(partsOf(request, agreement).map((place) => partOf(place, request, agreement)));
    const model = {
      page: pageFor(request, {
        title: agreement.title,
        nav: 'data',
        back: { text: 'All agreements', href: '/sharing' },
        error: errors.length > 0,
      }),
      agreement: shownAgreement(agreement, clock.now().toISOString().slice(0, 10)),
      parts,
      errors: showErrors(errors),
    };
    return sendPage(reply, 'sharing/agreement.njk', model, errors.length > 0 ? { status: 400 } : {});
  }

  async function partOf(place: Place, request: FastifyRequest, agreement: Awaited<ReturnType<typeof requireSharing>>) {
    const { authorityId } = place;
    const gives = agreement.parties.some((party) => party.authorityId === authorityId && party.gives);
    const may = (permission: Parameters<typeof can>[1]) =>
      !agreement.endedAt && can(request.viewer, permission, authorityId);
    const promises = gives && may('sharing.propose') ? await partnerPromises(db, authorityId) : [];
    return {
      ...place,
      mayOffer: gives && may('sharing.propose'),
      mayApprove:
        gives &&
        may('sharing.approve') &&
        agreement.parties.some((party) => party.authorityId === authorityId && !party.approvedAt),
      mayEnd: may('sharing.end'),
      choices: promises
        .filter((promise) => whyNot(promises, promise, agreement) === undefined)
        .map(({ projectId, projectTitle, propertyCode, propertyName }) => ({
          value: `${projectId}:${propertyCode}`,
          text: `${propertyName} of ${projectTitle}`,
          checked: agreement.shared.some((each) => each.projectId === projectId && each.propertyCode === propertyCode),
        })),
    };
  }

  app.get(PATH, (request, reply) => show(request, reply));

  const act = (
    deed: string,
    field: string,
    work: (tx: Tx, request: FastifyRequest, of: { agreementId: number; authorityId: number }) => Promise<void>,
  ) =>
    app.post(`${PATH}/${deed}`, async (request, reply) => {
      const agreement = await requireSharing(db, request.viewer, idIn(request));
      const of = { agreementId: agreement.id, authorityId: readForm(request.body).id('authority') };
      try {
        await db.transaction().execute((tx) => work(tx, request, of));
      } catch (error) {
        return show(request, reply, [asFieldError(error, field)]);
      }
      return reply.redirect(`/sharing/${agreement.id}`, 303);
    });

  act('offer', 'shared', (tx, request, of) => {
    const items = readForm(request.body)
      .texts('shared')
      .flatMap((value) => {
        const [, project, propertyCode] = /^(\d{1,9}):([a-z0-9-]+)$/.exec(value) ?? [];
        return propertyCode ? [{ projectId: Number(project), propertyCode }] : [];
      });
    return offerShared(tx, request.viewer, of, items, clock);
  });
  act('approve', 'shared', (tx, request, of) => approveSharing(tx, request.viewer, of, clock));
  act('end', 'reason', (tx, request, of) =>
    endSharing(tx, request.viewer, of, readForm(request.body).text('reason'), clock),
  );
}

function idIn(request: FastifyRequest): number {
  return Number((request.params as { agreement: string }).agreement);
}

/** The viewer's places among the parties. */
function partsOf(request: FastifyRequest, { parties }: { parties: readonly { authorityId: number }[] }): Place[] {
  const person = request.viewer.kind === 'person' ? (request.viewer satisfies PersonViewer) : undefined;
  return (person?.places ?? []).filter(({ authorityId }) => parties.some((party) => party.authorityId === authorityId));
}
