/** Changes of the register as an Atom feed (RFC 4287), in pages that lead to older ones (RFC 5005 §3). Pure. */
import type { RegisterChange } from './changes.store.ts';

export interface FeedAddress {
  readonly publicUrl: string;
  /** Address of this page of the feed, with its query. */
  readonly self: string;
  /** Address of the page of older changes, where there is one. */
  readonly next?: string | undefined;
}

/** The feed document; `now` dates a feed that has no change yet. */
export function atomFeed(
  changes: readonly RegisterChange[],
  { publicUrl, self, next }: FeedAddress,
  now: Date,
): string {
  const updated = changes[0]?.at ?? now;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
    `<id>${xml(`${publicUrl}/register/changes.atom`)}</id>`,
    '<title>Changes in the register of sensors</title>',
    `<updated>${updated.toISOString()}</updated>`,
    '<author><name>Lamppost</name></author>',
    `<link rel="self" type="application/atom+xml" href="${xml(publicUrl + self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(`${publicUrl}/register`)}"/>`,
    ...(next ? [`<link rel="next" type="application/atom+xml" href="${xml(publicUrl + next)}"/>`] : []),
    ...changes.map((change) => entry(change, publicUrl)),
    '</feed>',
    '',
  ].join('\n');
}

function entry(change: RegisterChange, publicUrl: string): string {
  return [
    '<entry>',
    `<id>${xml(`${publicUrl}/register/changes#${change.id}`)}</id>`,
    `<title>${xml(sayChange(change))}</title>`,
    `<updated>${change.at.toISOString()}</updated>`,
    `<link rel="alternate" type="text/html" href="${xml(publicUrl + hrefOfChange(change))}"/>`,
    `<author><name>${xml(change.authorityName)}</name></author>`,
    `<category term="${change.kind}"/>`,
    `<summary>${xml(`${change.projectTitle}, ${change.authorityName}.${change.kind === 'ended' && change.detail ? ` ${change.detail}` : ''}`)}</summary>`,
    '</entry>',
  ].join('\n');
}

/** The change in one line. */
export function sayChange({ kind, version, detail, deviceName, projectTitle }: RegisterChange): string {
  switch (kind) {
    case 'declaration':
      return version === 1 ? `${projectTitle}: declared` : `${projectTitle}: declaration version ${version} in force`;
    case 'ended':
      return `${projectTitle}: declaration version ${version} withdrawn`;
    case 'added':
      return `${deviceName}: added to the register`;
    case 'state':
      return `${deviceName}: now ${detail}`;
  }
}

export function hrefOfChange({ authoritySlug, projectSlug, deviceSlug }: RegisterChange): string {
  return deviceSlug
    ? `/register/${authoritySlug}/devices/${deviceSlug}`
    : `/register/${authoritySlug}/projects/${projectSlug}`;
}

/** Text for XML 1.0: its five signs escaped, and what XML may not hold at all (§2.2) left away. */
function xml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
