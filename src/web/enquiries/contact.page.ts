import { randomUUID } from 'node:crypto';
import type { House, LamppostError } from '../../base/index.ts';
import { listAuthorities } from '../../identity/index.ts';
import { ENQUIRY_KINDS, type EnquiryKind, LONGEST, OUTCOMES } from '../../publish/index.ts';

/** What the form was opened with or sent with. */
export interface ContactFields {
  readonly kind?: string | undefined;
  readonly authority?: string | undefined;
  readonly place?: string | undefined;
  readonly project?: string | undefined;
  readonly about?: string | undefined;
  readonly body?: string | undefined;
  readonly email?: string | undefined;
  readonly key?: string | undefined;
}

export const KIND_WORDS: Record<EnquiryKind, { title: string; label: string; does: string; clock: string }> = {
  publication: {
    title: 'Ask us to publish',
    label: 'Which data should be published, and what would you do with them?',
    does: 'Ask for data or documents to be published.',
    clock: 'You have an answer within 30 days.',
  },
  complaint: {
    title: 'Complain',
    label: 'What is wrong?',
    does: 'Say that something is wrong: a sensor, what it captures, how your data are used, or a decision.',
    clock: 'We say that we have it within 30 days, look into it without delay and tell you what came of it.',
  },
  comment: {
    title: 'Comment',
    label: 'What do you want to say?',
    does: 'Say something about a place or a project.',
    clock: 'A person reads it; the answer may be shown to everybody, without your name.',
  },
};

/** The form, as it is opened or as it comes back with a problem. */
export async function contactPage({ db }: House, fields: ContactFields, problem?: LamppostError) {
  const kind = kindIn(fields.kind);
  const authorities = await listAuthorities(db);
  const chosen = authorities.find(({ slug }) => slug === fields.authority);
  return {
    page: {
      title: kind ? KIND_WORDS[kind].title : 'Ask, comment or complain',
      error: problem !== undefined,
      authority: chosen ? { name: chosen.name, slug: chosen.slug, accent: chosen.accent } : null,
    },
    kind,
    words: kind && KIND_WORDS[kind],
    kinds: ENQUIRY_KINDS.map((name) => ({
      ...KIND_WORDS[name],
      href: `/contact?${queryOf({ ...fields, kind: name })}`,
    })),
    authorities: authorities.map(({ slug, name }) => ({
      value: slug,
      text: name,
      selected: slug === fields.authority,
    })),
    fields: { ...fields, key: fields.key || randomUUID() },
    about: fields.about?.slice(0, 200) || undefined,
    longest: LONGEST,
    problem: problem && { field: problem.field ?? 'body', text: `${problem.message} ${problem.cure}` },
  };
}

/** How it stands with something that was sent, in words. */
export function standingOf(enquiry: {
  kind: EnquiryKind;
  acknowledgedAt: Date | null;
  answeredAt: Date | null;
  outcome: string | null;
}): { word: string; kind: 'good' | 'waiting' | 'known' } {
  if (enquiry.answeredAt)
    return {
      word: (OUTCOMES[enquiry.kind] as Record<string, string>)[enquiry.outcome ?? ''] ?? 'Answered',
      kind: 'good',
    };
  return enquiry.acknowledgedAt
    ? { word: 'read, being looked into', kind: 'waiting' }
    : { word: 'received', kind: 'known' };
}

export function kindIn(text: string | undefined): EnquiryKind | undefined {
  return ENQUIRY_KINDS.find((kind) => kind === text);
}

/** Where the form about this place or project is. */
export function contactHref(fields: Pick<ContactFields, 'kind' | 'authority' | 'place' | 'project' | 'about'>): string {
  return `/contact?${queryOf(fields)}`;
}

function queryOf({ kind, authority, place, project, about }: ContactFields): string {
  const known = Object.entries({ kind, authority, place, project, about }).filter(([, value]) => value);
  return new URLSearchParams(known as [string, string][]).toString();
}
