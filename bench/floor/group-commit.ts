/**
 * The floor of a commit: whatever waits becomes one INSERT … unnest … ON CONFLICT DO NOTHING, two under way at once, and
 * nothing else: no gate, no accounts, no latest value, no news.
 */
import type pg from 'pg';

export interface Row {
  readonly datastreamId: number;
  readonly atMs: number;
  readonly value: number;
}

const LANES = 2;
const MOST_ROWS = 8_000;

const INSERT = `
  insert into floor.observation
    (phenomenon_time, received_at, value, key, datastream_id, authority_id, sequence, millis)
  select to_timestamp(at_s), now(), value, key, datastream_id, 1, 0, 0
  from unnest($1::int[], $2::float8[], $3::float8[], $4::bigint[]) as r (datastream_id, at_s, value, key)
  on conflict do nothing`;

interface Waiting {
  readonly rows: readonly Row[];
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Resolves after the commit. */
export function createGroupCommit(pool: pg.Pool): (rows: readonly Row[]) => Promise<void> {
  const lanes = Array.from({ length: LANES }, () => ({ waiting: [] as Waiting[], running: false }));
  let turn = 0;

  const run = async (lane: (typeof lanes)[number]) => {
    while (lane.waiting.length > 0) {
      let count = 0;
      let taken = 0;
      while (taken < lane.waiting.length && count < MOST_ROWS) count += lane.waiting[taken++]!.rows.length;
      const group = lane.waiting.splice(0, taken);
      const rows = group.flatMap((item) => item.rows);
      try {
        await pool.query({
          name: 'floor-insert',
          text: INSERT,
          values: [
            `{${rows.map((row) => row.datastreamId).join(',')}}`,
            `{${rows.map((row) => row.atMs / 1000).join(',')}}`,
            `{${rows.map((row) => row.value).join(',')}}`,
            `{${rows.map((row) => Math.round(row.value * 10)).join(',')}}`,
          ],
        });
        for (const item of group) item.settle();
      } catch (error) {
        for (const item of group) item.fail(error);
      }
    }
    lane.running = false;
  };

  return (rows) =>
    new Promise((settle, fail) => {
      const lane = lanes[turn++ % LANES]!;
      lane.waiting.push({ rows, settle, fail });
      if (lane.running) return;
      lane.running = true;
      setImmediate(() => void run(lane));
    });
}
