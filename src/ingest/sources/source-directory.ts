/** Which source a key opens: asked for every message, so kept in memory until news about the source. */
import type { House } from '../../base/index.ts';
import { type Viewer, viewerFromKey } from '../../identity/index.ts';
import { keyMissing, keyWrong, sourcePaused } from '../ingest.errors.ts';
import { findSourceById } from './source.store.ts';
import type { Door, Source } from './source.ts';

export interface SourceDirectory {
  /**
   * The source a viewer with a source's key may send to. Throws ING_KEY_MISSING, ING_KEY_WRONG (the same for another source, another
   * door, or none at all: nothing tells what exists) and ING_SOURCE_PAUSED.
   */
  open(viewer: Viewer, address: SourceAddress): Source | Promise<Source>;
  /** The same for a key as text. */
  openWithKey(key: string, address: SourceAddress): Source | Promise<Source>;
  /** Hears of sources that changed; returns how to stop. */
  onChange(heard: (sourceId: number) => void): () => void;
  stop(): void;
}

export interface SourceAddress {
  readonly authority: string;
  readonly source: string;
  readonly door: Door;
}

const KEPT_MS = 60_000;

export function createSourceDirectory({
  db,
  clock,
  dispatcher,
}: Pick<House, 'db' | 'clock' | 'dispatcher'>): SourceDirectory {
  const kept = new Map<number, { source: Source; untilMs: number }>();
  const listeners = new Set<(sourceId: number) => void>();
  let generation = 0;
  const stop = dispatcher.watch('ingest.source-changed', ({ payload }) => {
    const { sourceId } = payload as { sourceId: number };
    generation++;
    kept.delete(sourceId);
    for (const heard of listeners) heard(sourceId);
  });

  async function load(id: number): Promise<Source | undefined> {
    const began = generation;
    const source = await findSourceById(db, id);
    if (source && began === generation) kept.set(id, { source, untilMs: performance.now() + KEPT_MS });
    return source;
  }

  function check(source: Source | undefined, viewer: Viewer, address: SourceAddress): Source {
    if (
      !source ||
      viewer.kind !== 'key' ||
      source.authorityId !== viewer.authorityId ||
      source.authoritySlug !== address.authority ||
      source.slug !== address.source ||
      source.door !== address.door
    ) {
      throw keyWrong();
    }
    if (source.pausedAt) throw sourcePaused();
    return source;
  }

  function open(viewer: Viewer, address: SourceAddress): Source | Promise<Source> {
    if (viewer.kind === 'public') throw keyMissing();
    const id = viewer.kind === 'key' && viewer.credentialKind === 'source' ? viewer.scope.sourceId : undefined;
    if (id === undefined) throw keyWrong();
    const found = kept.get(id);
    if (found && found.untilMs > performance.now()) return check(found.source, viewer, address);
    return load(id).then((source) => check(source, viewer, address));
  }

  function admit(viewer: Viewer | undefined, address: SourceAddress): Source | Promise<Source> {
    if (!viewer) throw keyWrong();
    return open(viewer, address);
  }

  return {
    open,
    openWithKey(key, address) {
      const viewer = viewerFromKey(db, key, clock);
      return viewer instanceof Promise ? viewer.then((found) => admit(found, address)) : admit(viewer, address);
    },
    onChange(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    stop,
  };
}
