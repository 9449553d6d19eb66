import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { aDatabase } from '../../../test/database.ts';
import { silentLog } from '../log.ts';
import { requireForm } from './readable-request.ts';
import { createServer } from './server.ts';

const { db } = await aDatabase();
const app = createServer(silentLog, ({ error }) => error);
after(() => app.close());
app.get('/find', async (request) => {
  const { q, id, wait } = request.query as Record<string, string>;
  if (wait) {
    await db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 20`.execute(tx);
      await sql`select pg_sleep(5)`.execute(tx);
    });
  }
  return (await sql`select ${q ?? ''}::text as q, ${id ?? '1'}::integer as id`.execute(db)).rows;
});
app.post('/say', { preValidation: async (request) => requireForm(request) }, async ({ body }) => body);
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, Object.fromEntries(new URLSearchParams(String(body)))),
);

const ask = async (url: string) => {
  const answer = await app.inject({ url });
  return [answer.statusCode, answer.json().error];
};

test('a NUL in the address is refused before anything is looked up', async () => {
  assert.deepEqual(await ask('/find?q=a%00b'), [400, 'BASE_REQUEST_UNREADABLE']);
  assert.deepEqual(await ask('/%00'), [400, 'BASE_REQUEST_UNREADABLE']);
});

test('what the database will not have as a value is the reader’s mistake, what takes too long is tried again', async () => {
  for (const id of ['99999999999999999999', 'x', 'NaN'])
    assert.deepEqual(await ask(`/find?id=${id}`), [400, 'BASE_VALUE_REFUSED']);
  assert.deepEqual(await ask('/find?wait=1'), [503, 'BASE_DATABASE_AWAY']);
});

test('a form is names with texts; anything else is refused, and nothing at all is an empty form', async () => {
  const post = async (payload: unknown, type = 'application/json') =>
    (
      await app.inject({
        method: 'POST',
        url: '/say',
        ...(payload === undefined ? {} : { payload: String(payload), headers: { 'content-type': type } }),
      })
    ).json();
  assert.deepEqual(await post(undefined), {});
  assert.deepEqual(await post('null'), {});
  assert.deepEqual(await post('{"a":"x","b":["y","z"]}'), { a: 'x', b: ['y', 'z'] });
  for (const wrong of [
    '[]',
    '"x"',
    '7',
    '{"a":7}',
    '{"a":null}',
    '{"a":{"b":"c"}}',
    '{"a":[["x"]]}',
    '{"a":"\\u0000"}',
  ])
    assert.equal((await post(wrong)).error, 'BASE_REQUEST_UNREADABLE', wrong);
  assert.equal((await post('a=b%00', 'application/x-www-form-urlencoded')).field, 'a');
});
