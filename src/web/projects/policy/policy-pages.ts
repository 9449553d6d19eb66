import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import {
  type Authority,
  authorityUnknown,
  can,
  findAuthority,
  type PersonViewer,
  personOf,
  ROLES,
  type Role,
  requirePermission,
} from '../../../identity/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  ALL_CONDITIONS,
  CLEARANCE_KINDS,
  CLEARING_ROLES,
  type ClearanceKind,
  CONDITIONS,
  type Condition,
  findPolicy,
  GATES,
  type Gate,
  isClearanceKind,
  type Policy,
  savePolicy,
  sayRoles,
} from '../../../projects/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { kindWords } from '../clearances/clearance-words.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';

const GATE_WORDS: Record<Gate, string> = {
  declaration: 'a declaration comes into force',
  trial: 'a trial comes into force',
  deliver: 'the stage deliver',
  live: 'the stage live',
  evaluated: 'the stage evaluated',
  closed: 'the stage closed',
};

/** What an authority requires, for its staff to read and its administrators to change, one kind at a time. */
export function policyPages(app: FastifyInstance, { db, clock }: House): void {
  const of = async (request: FastifyRequest): Promise<{ person: PersonViewer; authority: Authority; home: string }> => {
    const person = personOf(request);
    const { authority: slug } = request.params as { authority: string };
    const authority = await findAuthority(db, slug);
    if (!authority || !can(person, 'project.read', authority.id)) throw authorityUnknown({ authority: slug });
    return { person, authority, home: `/requirements/${slug}` };
  };

  const page = (request: FastifyRequest, authority: Authority, title: string, more: object = {}) =>
    pageFor(request, {
      nav: 'projects',
      title,
      authority: { name: authority.name, slug: authority.slug, accent: authority.accent },
      ...more,
    });

  app.get('/requirements/:authority', async (request, reply) => {
    const { person, authority, home } = await of(request);
    const found = await findPolicy(db, authority.id);
    const model = {
      page: page(request, authority, 'What must be cleared', {
        breadcrumbs: [{ text: 'Projects', href: '/projects' }, { text: 'What must be cleared' }],
      }),
      ...{ authority, home, ...found },
      rows: ALL_CLEARANCE_KINDS.map((kind) => ({ kind, title: kindWords(kind), ...rowOf(found.policy, kind) })),
      may: can(person, 'policy.edit', authority.id),
    };
    return sendPage(reply, 'projects/policy/policy.njk', model);
  });

  const edit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    kind: string,
    given: Given,
    errors: FieldError[],
  ) => {
    const { person, authority, home } = await of(request);
    requirePermission(person, 'policy.edit', authority.id);
    const title = isClearanceKind(kind) ? kindWords(kind) : 'Days until readings stop';
    const model = {
      page: page(request, authority, title, { error: errors.length > 0, back: { text: 'Back', href: home } }),
      ...{ authority, home, kind, title, errors: showErrors(errors), given },
      what: isClearanceKind(kind) ? CLEARANCE_KINDS[kind].what : '',
      gates: GATES.map((gate) => ({
        value: gate,
        text: `Before ${GATE_WORDS[gate]}`,
        checked: given.gates.includes(gate),
      })),
      conditions: ALL_CONDITIONS.map((each) => ({
        value: each,
        text: capital(CONDITIONS[each]),
        checked: given.conditions.includes(each),
      })),
      roles: CLEARING_ROLES.map((role) => ({
        value: role,
        text: ROLES[role].label,
        checked: given.roles.includes(role),
      })),
    };
    return sendPage(reply, 'projects/policy/edit.njk', model);
  };

  app.get('/requirements/:authority/:kind', async (request, reply) => {
    const { authority, home } = await of(request);
    const { kind } = request.params as { kind: string };
    if (!isClearanceKind(kind) && kind !== 'days') return reply.redirect(home, 303);
    const { policy } = await findPolicy(db, authority.id);
    return edit(request, reply, kind, givenOf(policy, kind), []);
  });

  app.post('/requirements/:authority/:kind', async (request, reply) => {
    const { person, authority, home } = await of(request);
    requirePermission(person, 'policy.edit', authority.id);
    const { kind } = request.params as { kind: string };
    const form = readForm(request.body);
    const given: Given = {
      gates: form.texts('gates'),
      conditions: form.texts('conditions'),
      roles: form.texts('roles'),
      days: form.text('days'),
    };
    try {
      await db.transaction().execute(async (tx) => {
        const { policy } = await findPolicy(tx, authority.id);
        await savePolicy(tx, person, authority.id, withGiven(policy, kind, given), clock);
      });
    } catch (error) {
      const { text } = asFieldError(error, 'gates');
      return edit(request, reply, kind, given, [{ field: kind === 'days' ? 'days' : 'gates', text }]);
    }
    return reply.redirect(home, 303);
  });
}

interface Given {
  readonly gates: readonly string[];
  readonly conditions: readonly string[];
  readonly roles: readonly string[];
  readonly days: string;
}

function givenOf(policy: Policy, kind: string): Given {
  const ours = policy.requirements.filter((each) => each.kind === kind);
  return {
    gates: ours.map(({ stage }) => stage),
    conditions: [...new Set(ours.flatMap((each) => each.applies_when))],
    roles: isClearanceKind(kind) ? policy.roles[kind] : [],
    days: String(policy.at_risk_days),
  };
}

/** The policy with what the form says of one kind, the same condition wherever it is needed; or with other days. */
function withGiven(policy: Policy, kind: string, given: Given): Policy {
  if (!isClearanceKind(kind)) return { ...policy, at_risk_days: given.days === '' ? Number.NaN : Number(given.days) };
  const ours = given.gates.map((stage) => ({
    stage: stage as Gate,
    kind,
    applies_when: given.conditions as Condition[],
  }));
  return {
    ...policy,
    requirements: [...policy.requirements.filter((each) => each.kind !== kind), ...ours],
    roles: { ...policy.roles, [kind]: given.roles as Role[] },
  };
}

function rowOf(policy: Policy, kind: ClearanceKind) {
  const { gates, conditions, roles } = givenOf(policy, kind);
  return {
    before: gates.map((gate) => GATE_WORDS[gate as Gate]).join(', '),
    when: conditions.map((each) => CONDITIONS[each as Condition]).join(', or '),
    who: sayRoles(roles as Role[]),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
