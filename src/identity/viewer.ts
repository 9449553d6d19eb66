import type { Role } from './roles.ts';

/** One authority a person belongs to, with the roles held there. */
export interface Place {
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly roles: readonly Role[];
}

/** Anyone, without signing in. */
export interface PublicViewer {
  readonly kind: 'public';
}

/** A person who signed in, or a command line that shows a person's own key. */
export interface PersonViewer {
  readonly kind: 'person';
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly places: readonly Place[];
}

/** What a key opens: one source to send to, some projects to read, or (`open`) only what anyone may read. */
export interface KeyScope {
  readonly sourceId?: number;
  readonly projectIds?: readonly number[];
  readonly open?: boolean;
}

/** A machine with a key of its own: a source that sends, an analyst's program that reads. */
export interface KeyViewer {
  readonly kind: 'key';
  readonly credentialId: number;
  readonly credentialKind: 'source' | 'analyst';
  readonly authorityId: number;
  readonly name: string;
  readonly scope: KeyScope;
}

/** Who is asking. Every use case takes it and asks `requirePermission` in its first line. */
export type Viewer = PublicViewer | PersonViewer | KeyViewer;

export const PUBLIC: PublicViewer = Object.freeze({ kind: 'public' });
