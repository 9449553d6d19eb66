/** Clearances: the kinds there are, what each is, and what one rests on. Pure: no database, no clock. */
import type { Role } from '../identity/index.ts';

/** Every kind of clearance: its title, what it is, and the roles that may grant it unless the authority's policy says otherwise. */
export const CLEARANCE_KINDS = {
  screening: {
    title: 'Screening',
    what: 'Somebody looked at whether the project needs a data protection impact assessment, and says so either way.',
    roles: ['information_governance'],
  },
  dpia: {
    title: 'Data protection impact assessment',
    what: 'The risks to people are written down, reduced, and what remains is accepted. The data protection officer advised.',
    roles: ['approver', 'siro'],
  },
  equality: {
    title: 'Equality impact assessment',
    what: 'Who may be worse or better off, by protected characteristic, is written down and acted on.',
    roles: ['approver', 'siro'],
  },
  ethics: {
    title: 'Ethics review',
    what: 'A reviewer asked whether the project is fair and proportionate to the people it watches.',
    roles: ['ethics_reviewer'],
  },
  security: {
    title: 'Security review',
    what: 'Devices, sources and keys are looked at as something that others may attack.',
    roles: ['security'],
  },
  supplier: {
    title: 'Supplier assurance',
    what: 'The supplier answered who owns the data, where they go, how they are protected and how the contract ends.',
    roles: ['security', 'information_governance'],
  },
  evaluation: {
    title: 'Evaluation',
    what: 'It is written down whether the outcome moved, and whether to keep, stop or scale.',
    roles: ['approver', 'siro'],
  },
} as const satisfies Record<string, { title: string; what: string; roles: readonly Role[] }>;

export type ClearanceKind = keyof typeof CLEARANCE_KINDS;
export const ALL_CLEARANCE_KINDS = Object.keys(CLEARANCE_KINDS) as ClearanceKind[];

export function isClearanceKind(text: unknown): text is ClearanceKind {
  return typeof text === 'string' && Object.hasOwn(CLEARANCE_KINDS, text);
}

/** What a clearance rests on: an accepted assessment, or a document that is held elsewhere. */
export type ClearanceEvidence =
  | { kind: 'assessment'; assessmentId: number; version: number }
  | { kind: 'document'; title: string; reference: string; datedOn: string };

/**
 * What a declaration says that decides what must be cleared. *personal*: captured or stored data are about known or
 * knowable people. *captures_people*: the sensor captures anything about people. *supplier*: somebody outside handles the
 * data. *trial* and *continuity* as in the declaration.
 */
export const TRAITS = ['captures_people', 'continuity', 'personal', 'supplier', 'trial'] as const;
export type Trait = (typeof TRAITS)[number];

/** How a declaration in force stands with what it requires. */
export const CAUSES = ['missing', 'expires', 'lapsed', 'withdrawn', 'emergency', 'ruling'] as const;
export type Cause = (typeof CAUSES)[number];
