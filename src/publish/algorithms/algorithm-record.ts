/**
 * What a use-case pack says of the algorithm in it: everything that is true wherever it runs. What differs by authority (who is
 * responsible, since when, kept how long) is never written here: it comes from the declarations that name the purpose.
 */
import type { AtrsKey } from './atrs-fields.ts';

/** Keys that the record answers as structures, or that the declarations answer. */
type Made =
  | 'name'
  | 'description'
  | 'website'
  | 'contact_email'
  | 'organisation'
  | 'phase'
  | 'appeals_and_review'
  | 'human_decisions_and_review'
  | 'risks_and_mitigations';

export const PHASES = ['pre-deployment', 'beta-pilot', 'production', 'retired'] as const;
/** What a challenge is against: what the tool said, or what came of it in the end. */
export const APPEAL_LAYERS = ['output', 'process'] as const;

/** A way to challenge: against what, who may, by which route, and what it can bring about. */
export interface Appeal {
  readonly layer: (typeof APPEAL_LAYERS)[number];
  readonly what: string;
  readonly who: string;
  /** A page of ours, or in words where there is none. The declaration's contact is always offered beside it. */
  readonly route: { readonly kind: 'page' | 'contact'; readonly href?: string; readonly says: string };
  readonly effect: string;
  readonly withinDays: number;
}

export interface AlgorithmRecord {
  /** Its address: /algorithms/ID. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The purpose that a declaration lists where this runs. */
  readonly purpose: string;
  readonly methodVersion: string;
  readonly phase: (typeof PHASES)[number];
  /** Facets of the ATRS finder. */
  readonly capability: string;
  readonly function: string;
  readonly task: string;
  readonly humanRole: {
    /** Does it advise, wait for a person's yes, or act by itself? */
    readonly mode: 'advise' | 'confirm' | 'automatic';
    readonly decides: string;
    readonly review: string;
  };
  readonly appeals: readonly Appeal[];
  readonly risks: readonly { readonly name: string; readonly description: string; readonly mitigation: string }[];
  readonly answers: Readonly<Partial<Record<Exclude<AtrsKey, Made>, string>>>;
}

/** Where it runs: a project whose declaration in force names its purpose. */
export interface AlgorithmUse {
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly projectSlug: string;
  readonly projectTitle: string;
  readonly controller: string;
  readonly processors: readonly string[];
  readonly contactName: string;
  readonly contactEmail: string;
  readonly whoActs: string;
  readonly objections: string;
  readonly properties: readonly string[];
  readonly retentionDays: readonly number[];
  readonly since: Date;
}
