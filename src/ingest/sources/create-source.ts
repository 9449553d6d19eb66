import { announce, type Clock, type Db, type Tx } from '../../base/index.ts';
import { audit, can, createKey, requirePermission, revokeKey, type Viewer } from '../../identity/index.ts';
import type { IdentifierKind } from '../../register/index.ts';
import { sourceInvalid, sourceTaken, sourceUnknown } from '../ingest.errors.ts';
import { findSourceById, insertSource, setSourceCredential, setSourcePaused } from './source.store.ts';
import { DOORS, type Door, type Source, type SourceSettings } from './source.ts';

export interface NewSource {
  readonly authorityId: number;
  readonly slug: string;
  readonly name: string;
  readonly door: Door;
  /** `dev_eui` unless told. */
  readonly identifierKind?: IdentifierKind;
  readonly settings?: SourceSettings;
}

/** The key is shown this once. */
export interface KeyedSource {
  readonly source: Source;
  readonly key: string;
}

const IDENTIFIER_KINDS = ['dev_eui', 'serial', 'mqtt_client', 'site_code'];

/** Makes a source and its key. Throws ING_SOURCE_INVALID naming the field, ING_SOURCE_TAKEN for a short name in use. */
export async function createSource(tx: Tx, viewer: Viewer, wanted: NewSource, clock: Clock): Promise<KeyedSource> {
  requirePermission(viewer, 'source.edit', wanted.authorityId);
  const source = checkSource(wanted);
  const id = await insertSource(tx, { ...source, createdAt: clock.now() });
  if (id === undefined) throw sourceTaken({ field: wanted.slug });
  await note(tx, viewer, { ...source, id }, 'source.create');
  return { key: await giveKey(tx, viewer, id, source, clock), source: await changed(tx, id) };
}

/** Gives the source a new key; the old one stops at once. */
export async function rotateSourceKey(tx: Tx, viewer: Viewer, sourceId: number, clock: Clock): Promise<KeyedSource> {
  const source = await requireSource(tx, viewer, sourceId);
  if (source.credentialId !== null) await revokeKey(tx, source.credentialId, clock, viewer);
  await note(tx, viewer, source, 'source.key');
  return { key: await giveKey(tx, viewer, sourceId, source, clock), source: await changed(tx, sourceId) };
}

/** Stops taking anything from the source, or takes up again. What is sent meanwhile is refused, not lost: senders keep it. */
export async function pauseSource(
  tx: Tx,
  viewer: Viewer,
  sourceId: number,
  paused: boolean,
  clock: Clock,
): Promise<Source> {
  const source = await requireSource(tx, viewer, sourceId);
  if (paused === (source.pausedAt !== null)) return source;
  await setSourcePaused(tx, sourceId, paused ? clock.now() : null);
  await note(tx, viewer, source, paused ? 'source.pause' : 'source.resume');
  return changed(tx, sourceId);
}

function note(
  tx: Tx,
  viewer: Viewer,
  { id, authorityId }: Pick<Source, 'id' | 'authorityId'>,
  action: `source.${string}`,
) {
  return audit(tx, { authorityId, actor: viewer, action, subject: { kind: 'source', id } });
}

/** Throws ING_SOURCE_UNKNOWN for sources of other authorities, as for none at all. */
export async function requireSource(db: Db, viewer: Viewer, sourceId: number): Promise<Source> {
  const source = await findSourceById(db, sourceId);
  if (!source || !can(viewer, 'source.read', source.authorityId)) throw sourceUnknown({ source: sourceId });
  requirePermission(viewer, 'source.edit', source.authorityId);
  return source;
}

async function giveKey(
  tx: Tx,
  viewer: Viewer,
  sourceId: number,
  { authorityId, name }: { authorityId: number; name: string },
  clock: Clock,
): Promise<string> {
  const createdBy = viewer.kind === 'person' ? viewer.personId : null;
  const wanted = {
    authorityId,
    kind: 'source' as const,
    name: `Source: ${name}`.slice(0, 100),
    scope: { sourceId },
    createdBy,
  };
  const { key, credentialId } = await createKey(tx, wanted, clock);
  await setSourceCredential(tx, sourceId, credentialId);
  return key;
}

async function changed(tx: Tx, sourceId: number): Promise<Source> {
  const source = (await findSourceById(tx, sourceId))!;
  await announce(tx, 'ingest.source-changed', { authorityId: source.authorityId, sourceId });
  return source;
}

function checkSource(wanted: NewSource): Required<NewSource> {
  const { authorityId, slug, name, door, identifierKind = 'dev_eui', settings = {} } = wanted;
  const wrong = (field: string, why: string) => sourceInvalid({ field, why });
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) throw wrong('slug', 'may hold small letters, digits and hyphens');
  if (name.trim() === '' || name.length > 200) throw wrong('name', 'must be 1 to 200 characters');
  if (!DOORS.includes(door)) throw wrong('door', `must be one of ${DOORS.join(', ')}`);
  if (!IDENTIFIER_KINDS.includes(identifierKind))
    throw wrong('identifier_kind', `must be one of ${IDENTIFIER_KINDS.join(', ')}`);
  const known = ['topic', 'format'];
  const odd = Object.keys(settings).find((key) => !known.includes(key));
  if (odd) throw wrong(`settings.${odd}`, `is not known; there are ${known.join(' and ')}`);
  if (door === 'mqtt-client' && !isTopicFilter(settings.topic))
    throw wrong('settings.topic', 'must be an MQTT topic filter');
  if (settings.format !== undefined && !['json', 'tts', 'chirpstack'].includes(settings.format)) {
    throw wrong('settings.format', 'must be json, tts or chirpstack');
  }
  return { authorityId, slug, name: name.trim(), door, identifierKind, settings };
}

function isTopicFilter(topic: unknown): boolean {
  if (typeof topic !== 'string' || topic === '' || topic.length > 500 || topic.includes('\0')) return false;
  const levels = topic.split('/');
  return levels.every((level, i) => level === '+' || (level === '#' && i === levels.length - 1) || !/[+#]/.test(level));
}
