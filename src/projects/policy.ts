/**
 * Policy of an authority: what must be cleared before what, and who may say that it is. Data, so that an authority changes
 * it without us; within bounds, so that nobody can set the gates wide open by it. Pure. Why the shipped one is as it is:
 * docs/decisions/0007-what-must-be-cleared.md.
 */
import { ALL_ROLES, PERMISSIONS, type Role } from '../identity/index.ts';
import { ALL_CLEARANCE_KINDS, type ClearanceKind } from './clearance.ts';

/** Where something may be required: a declaration coming into force, a trial, and the stages that promise something. */
export const GATES = ['declaration', 'trial', 'deliver', 'live', 'evaluated', 'closed'] as const;
export type Gate = (typeof GATES)[number];

/** When a requirement applies; any one of those listed is enough. */
export const CONDITIONS = {
  always: 'always',
  asked_for: 'when another clearance asks for it, as a screening asks for a DPIA',
  personal: 'when captured or stored data are pseudonymous or identifiable, as in every home',
  captures_people: 'when the device captures anything about people',
  supplier: 'when the declaration names a processor',
} as const;
export type Condition = keyof typeof CONDITIONS;
export const ALL_CONDITIONS = Object.keys(CONDITIONS) as Condition[];

export interface Requirement {
  readonly stage: Gate;
  readonly kind: ClearanceKind;
  readonly applies_when: readonly Condition[];
}

export interface Policy {
  readonly at_risk_days: number;
  readonly requirements: readonly Requirement[];
  readonly roles: Readonly<Record<ClearanceKind, readonly Role[]>>;
}

/** Roles that may ever clear something. The data protection officer advises, and is not among them. */
export const CLEARING_ROLES: readonly Role[] = ALL_ROLES.filter((role) =>
  (PERMISSIONS['clearance.grant'].roles as readonly Role[]).includes(role),
);

export interface PolicyProblem {
  readonly field: string;
  readonly why: string;
}

/** Everything wrong with a policy; empty when it may stand. */
export function problemsOfPolicy(policy: Policy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const say = (field: string, why: string) => problems.push({ field, why });
  const { at_risk_days: days } = policy;
  if (!(Number.isInteger(days) && days >= 0 && days <= 90))
    say('at_risk_days', 'the days between a lapse and the suspension are a whole number from 0 to 90');
  const seen = new Set<string>();
  policy.requirements.forEach(({ stage, kind, applies_when: when }, index) => {
    const field = `requirements.${index}`;
    if (!GATES.includes(stage)) say(`${field}.stage`, `nothing can be required for "${stage}"`);
    if (!ALL_CLEARANCE_KINDS.includes(kind)) say(`${field}.kind`, `there is no clearance of the kind "${kind}"`);
    if (seen.has(`${stage} ${kind}`)) say(field, `${kind} is required for ${stage} twice; keep one`);
    seen.add(`${stage} ${kind}`);
    const odd = when.find((condition) => !ALL_CONDITIONS.includes(condition));
    if (odd !== undefined || when.length === 0)
      say(`${field}.applies_when`, `it applies when one of ${ALL_CONDITIONS.join(', ')} holds`);
  });
  for (const stage of ['declaration', 'trial', 'live'] as const) {
    const screened = policy.requirements.some(
      (each) => each.stage === stage && each.kind === 'screening' && each.applies_when.includes('always'),
    );
    if (!screened) say('requirements', `a screening is always required for ${stage}: it says what else is needed`);
  }
  for (const kind of ALL_CLEARANCE_KINDS) {
    const roles = policy.roles[kind] ?? [];
    if (roles.length === 0) say(`roles.${kind}`, `somebody must be able to grant ${kind}`);
    const odd = roles.find((role) => !CLEARING_ROLES.includes(role));
    if (odd !== undefined) say(`roles.${kind}`, `${odd} cannot clear anything; choose of ${CLEARING_ROLES.join(', ')}`);
  }
  return problems;
}
