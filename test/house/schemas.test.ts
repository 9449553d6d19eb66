import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FLOORS, type Room, sql } from '../../src/base/index.ts';
import { aDatabase } from '../database.ts';

const floorOf = (room: string) => FLOORS.findIndex((floor) => (floor as readonly string[]).includes(room));

test('foreign keys point only downwards', async () => {
  const { db } = await aDatabase();
  const { rows } = await sql<{ from: string; to: string; name: string }>`
    select n.nspname as "from", fn.nspname as "to", c.conname as name
    from pg_constraint c
    join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = r.relnamespace
    join pg_class f on f.oid = c.confrelid join pg_namespace fn on fn.oid = f.relnamespace
    where c.contype = 'f' and n.nspname not in ('graphile_worker')`.execute(db);
  assert.ok(rows.length > 20);
  for (const { from, to, name } of rows) {
    assert.ok(from === to || floorOf(to) < floorOf(from), `${name}: ${from} points up or sideways to ${to}`);
  }
});

test("a room's SQL names only its own schema and the views that lower rooms publish", () => {
  const rooms = FLOORS.flat();
  const mention = new RegExp(`\\b(${rooms.join('|')})\\.([a-z_]+)\\b`, 'g');
  const wrong: string[] = [];
  for (const file of globSync('src/**/*.{ts,sql}')) {
    if (/\.(test|bench)\.ts$/.test(file)) continue;
    const own = file.split('/')[1] as Room;
    const text = readFileSync(file, 'utf8');
    const statements = file.endsWith('.sql') ? [withoutReferences(text)] : sqlTemplates(text);
    for (const statement of statements) {
      for (const [, room, relation] of statement.matchAll(mention)) {
        if (room === own || (relation!.startsWith('v_') && floorOf(room!) < floorOf(own))) continue;
        wrong.push(`${file}: ${room}.${relation}`);
      }
    }
  }
  assert.deepEqual([...new Set(wrong)], []);
});

/** Foreign keys are judged by the other test; everything else in a migration counts. */
function withoutReferences(text: string): string {
  return text.replace(/--.*$/gm, '').replace(/references\s+[a-z_.]+/g, '');
}

/** The text of every template or string that looks like SQL. */
function sqlTemplates(text: string): string[] {
  return [...text.matchAll(/`([^`]*)`|'([^'\n]*)'/g)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((literal) => /\b(select|insert into|update|delete from|join|copy|from)\b/i.test(literal));
}
