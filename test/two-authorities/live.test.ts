/** Live updates: whoever may not read a device hears nothing of it, also while readings come in. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { announce, sql } from '../../src/base/index.ts';
import { PROJECT_KINDS } from './borough.ts';
import { aTown, THE_PUBLIC } from './town.ts';

const town = await aTown();
const { ours, theirs } = town;
await town.app.listen({ host: '127.0.0.1', port: 0 });
const { port } = town.app.server.address() as { port: number };

test('nobody of one borough hears readings of the other that are not open', async (t) => {
  const over = new AbortController();
  t.after(() => over.abort());
  const heard: { who: string; text: string }[] = [];
  const follow = async (who: string, headers: Record<string, string>, subject: string) => {
    const request = get({ port, path: `/events?${subject}`, headers, agent: false, signal: over.signal });
    request.on('error', () => {}); // aborted at the end
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) return assert.equal(answer.resume().statusCode, 404, `${who} at ${subject}`);
    const line = { who: `${who} at ${subject}`, text: '' };
    heard.push(line);
    answer
      .on('error', () => {})
      .on('data', (chunk: Buffer) => {
        line.text += chunk.toString();
      });
  };
  for (const asker of [THE_PUBLIC, ...(await town.askersOf(ours))]) {
    for (const kind of PROJECT_KINDS) {
      await follow(asker.name, asker.headers, `device=${theirs.slug}/device-${kind}`);
      await follow(asker.name, asker.headers, `place=${theirs.slug}/place-${kind}`);
    }
  }
  const strangers = heard.length;
  const analyst = (await town.askersOf(theirs)).find(({ name }) => name === 'analyst')!;
  await follow('their analyst', analyst.headers, `device=${theirs.slug}/device-shut`);

  const ids = Object.values(theirs.devices).flatMap(({ datastreams }) => Object.values(datastreams));
  await town.database.db.transaction().execute(async (tx) => {
    await sql`update observations.observation o set phenomenon_time = o.phenomenon_time + interval '1 minute'
      from observations.v_latest l where l.datastream_id = any(${ids}::int[])
        and (o.datastream_id, o.phenomenon_time, o.sequence) = (l.datastream_id, l.phenomenon_time, l.sequence)`.execute(
      tx,
    );
    await announce(tx, 'observations.committed', {
      datastreams: ids,
      from: new Date(),
      to: new Date(),
      count: ids.length,
    });
  });
  for (let waited = 0; waited < 5_000 && !heard.at(-1)!.text.includes('1484.9'); waited += 50) await sleep(50);
  await sleep(200);
  assert.match(heard.at(-1)!.text, /1484\.9/, 'whom it belongs to hears it');
  assert.ok(strangers > 0 && heard[0]!.text.includes('21.5'), 'what is open is heard by all');
  for (const { who, text } of heard.slice(0, strangers)) assert.doesNotMatch(text, theirs.marks, who);
});
