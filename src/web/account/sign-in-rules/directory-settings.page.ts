import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import {
  ALL_ROLES,
  type Directory,
  type DirectorySettings,
  directoryCallback,
  findDirectorySettings,
  type Place,
  ROLES,
  setDirectory,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { queryText } from '../account-page.ts';
import { placeOf } from '../people/person-paths.ts';
import { rawText } from '../sign-in/sign-in.page.ts';

/** The directory through which people of an authority sign in: where it is, whose addresses, which groups give which role. */
export function directorySettingsPage(app: FastifyInstance, house: House): void {
  const { db, clock, settings } = house;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    typed?: DirectorySettings,
    errors: FieldError[] = [],
  ) {
    const place = placeOf(request);
    const standing = await findDirectorySettings(db, request.viewer, place.authorityId);
    const values = typed ?? settingsOf(standing);
    const model = {
      page: pageFor(request, {
        title: 'Sign-in through your directory',
        nav: 'people',
        back: { text: 'Back', href: `/people/${place.authoritySlug}/sign-in` },
        error: errors.length > 0,
      }),
      place,
      values,
      domains: values.emailDomains.join(', '),
      groups: ALL_ROLES.map((role) => ({
        name: `groups-${role}`,
        label: ROLES[role].label,
        value: values.roleMap.flatMap((rule) => (rule.role === role ? [rule.value] : [])).join('; '),
      })),
      hasSecret: standing !== undefined,
      callback: directoryCallback(settings.publicUrl),
      saved: queryText(request, 'after') === 'saved' && errors.length === 0,
      errors: showErrors(errors),
    };
    const status = errors.length > 0 ? { status: 400 } : {};
    return sendPage(reply, 'account/sign-in-rules/directory.njk', model, status);
  }

  app.get('/people/:authority/directory', (request, reply) => show(request, reply));

  app.post('/people/:authority/directory', async (request, reply) => {
    const place: Place = placeOf(request);
    const wanted = settingsIn(request.body);
    try {
      await db.transaction().execute((tx) => setDirectory(tx, house, request.viewer, place.authorityId, wanted, clock));
    } catch (error) {
      if (!(error instanceof LamppostError) || error.field === undefined) throw error;
      return show(request, reply, wanted, [{ field: error.field, text: error.message }]);
    }
    return reply.redirect(`/people/${place.authoritySlug}/directory?after=saved`, 303);
  });
}

function settingsOf(directory: Directory | undefined): DirectorySettings {
  const nothing = { label: '', issuer: '', clientId: '', emailDomains: [], roleClaim: 'roles', roleMap: [] };
  return { ...(directory ?? nothing), clientSecret: '', paused: directory?.pausedAt != null };
}

function settingsIn(body: unknown): DirectorySettings {
  const form = readForm(body);
  const split = (text: string, by: RegExp) =>
    text
      .split(by)
      .map((part) => part.trim())
      .filter(Boolean);
  return {
    label: form.text('label'),
    issuer: form.text('issuer'),
    clientId: form.text('client-id'),
    clientSecret: rawText(body, 'client-secret'),
    emailDomains: split(form.text('email-domains'), /[\s,;]+/),
    roleClaim: form.text('role-claim'),
    roleMap: ALL_ROLES.flatMap((role) => split(form.text(`groups-${role}`), /;/).map((value) => ({ value, role }))),
    paused: form.text('paused') === 'yes',
  };
}
