/**
 * Device plans, kept until the register changes: one message is not one query. News about a change drops the plans of
 * its authority; one whose loading began before the news is not kept. Nothing is believed for longer than a minute or beyond
 * midnight (UTC), when a declaration ends by its date, and that a device is unknown not for longer than a second.
 */
import { type Clock, type Db, type Dispatcher, systemClock } from '../base/index.ts';
import { type DevicePlan, type IdentifierKind, loadDevicePlan } from '../register/index.ts';

const KEPT_MS = 60_000;
const UNKNOWN_KEPT_MS = 1_000;
const DAY_MS = 86_400_000;
const MOST_PLANS = 200_000;

export interface Plans {
  /** The plan, undefined for an unknown device, or a promise of either when it must be loaded. */
  find(
    authorityId: number,
    kind: IdentifierKind,
    value: string,
  ): DevicePlan | undefined | Promise<DevicePlan | undefined>;
  stop(): void;
}

interface Kept {
  readonly plan: DevicePlan | undefined;
  readonly untilMs: number;
}

interface Shelf {
  readonly kept: Map<string, Kept>;
  readonly loading: Map<string, Promise<DevicePlan | undefined>>;
}

export function createPlans(db: Db, dispatcher: Pick<Dispatcher, 'watch'>, clock: Clock = systemClock): Plans {
  const shelves = new Map<number, Shelf>(); // by authority

  const stop = dispatcher.watch('register.changed', ({ payload }) => {
    shelves.delete((payload as { authorityId: number }).authorityId);
  });

  function shelfOf(authorityId: number): Shelf {
    let shelf = shelves.get(authorityId);
    if (!shelf) {
      shelf = { kept: new Map(), loading: new Map() };
      shelves.set(authorityId, shelf);
    }
    return shelf;
  }

  async function load(shelf: Shelf, id: string, by: { authorityId: number; kind: IdentifierKind; value: string }) {
    try {
      const midnightInMs = DAY_MS - (clock.now().getTime() % DAY_MS);
      const untilMs = performance.now() + Math.min(KEPT_MS, midnightInMs);
      const plan = await loadDevicePlan(db, by);
      if (shelf.kept.size >= MOST_PLANS) shelf.kept.clear();
      shelf.kept.set(id, { plan, untilMs: plan ? untilMs : performance.now() + UNKNOWN_KEPT_MS });
      return plan;
    } finally {
      shelf.loading.delete(id);
    }
  }

  return {
    find(authorityId, kind, value) {
      const shelf = shelfOf(authorityId);
      const id = `${kind} ${value}`;
      const found = shelf.kept.get(id);
      if (found && found.untilMs > performance.now()) return found.plan;
      let promise = shelf.loading.get(id);
      if (!promise) {
        promise = load(shelf, id, { authorityId, kind, value });
        shelf.loading.set(id, promise);
      }
      return promise;
    },
    stop,
  };
}
