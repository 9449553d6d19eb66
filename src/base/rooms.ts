/**
 * The rooms of the house, lowest floor first. Migrations run in this order, foreign keys point only downwards in it,
 * and a room may import only from rooms on a lower floor. `residents` has no folder yet.
 */
export const FLOORS = [
  ['base'],
  ['identity'],
  ['projects'],
  ['register'],
  ['observations', 'assessments'],
  ['ingest'],
  ['insights'],
  ['actions'],
  ['publish'],
  ['packs'],
  ['web', 'sensorthings', 'cli'],
  ['main'],
] as const;

export type Room = (typeof FLOORS)[number][number];

export const ROOMS: readonly Room[] = FLOORS.flat();
