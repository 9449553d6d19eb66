/** Stages of a project, after LOTI's outcome-based method, in order. */
export const STAGES = ['direct', 'discover', 'define', 'develop', 'deliver', 'live', 'evaluated', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

/** What each stage asks, about technology and data and about people and process. */
export const STAGE_SAYS: Record<Stage, string> = {
  direct: 'Agree who should be better off, and in what way.',
  discover: 'Find out what happens today, who acts, and what is known already.',
  define: 'Settle the insight that people need and the data it takes.',
  develop: 'Declare the data, try it small, and agree who will act on it.',
  deliver: 'Place devices, connect them, and train the people who act.',
  live: 'Readings flow, and somebody acts on what they say.',
  evaluated: 'It is known whether the outcome moved, and what happens next is decided.',
  closed: 'Devices are gone and data is kept or deleted as declared.',
};

/** The parts people play in a project. They give no permission: roles do (room `identity`). */
export const PARTS = ['lead', 'officer', 'asset owner', 'adviser'] as const;
export type Part = (typeof PARTS)[number];

export interface Project {
  readonly id: number;
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly stage: Stage;
  readonly createdAt: Date;
}

export function isStage(text: unknown): text is Stage {
  return (STAGES as readonly unknown[]).includes(text);
}

export function isPart(text: unknown): text is Part {
  return (PARTS as readonly unknown[]).includes(text);
}

/** The address a title suggests: lower case, hyphens, at most 63 characters; "project" when nothing is left. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[’']|\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return slug || 'project';
}

export function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);
}
