import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { aPerson, aSession } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import {
  type AirProject,
  aDeclarationBody,
  aDeclaredProperty,
  anAirProject,
  type BuiltDevice,
} from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { announce, sql } from '../../base/index.ts';
import { withdrawDeclaration } from '../../register/index.ts';
import { registerLiveUpdates } from './live.routes.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
const app = await pagesOn(house, registerLiveUpdates);
const url = await app.listen({ host: '127.0.0.1', port: 0 });

interface Reading {
  readonly datastream: number;
  readonly phenomenonTime: string;
  readonly result: number | string;
}

/** Follows a stream; `next` waits for the next reading. Ends with the test. */
async function follow(query: string, cookie = '') {
  const ending = new AbortController();
  const answer = await fetch(`${url}/events?${query}`, { headers: { cookie }, signal: ending.signal });
  assert.equal(answer.status, 200);
  const waiting: ((reading: Reading) => void)[] = [];
  const heard: Reading[] = [];
  (async () => {
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = /^event: reading\ndata: (.*)$/.exec(event)?.[1];
        if (data === undefined) continue;
        const reading = JSON.parse(data) as Reading;
        const waiter = waiting.shift();
        if (waiter) waiter(reading);
        else heard.push(reading);
      }
    }
  })().catch(() => {}); // ended by us
  const next = () =>
    heard.length > 0 ? Promise.resolve(heard.shift()!) : new Promise<Reading>((resolve) => waiting.push(resolve));
  return { next, heard, answer, end: () => ending.abort() };
}

let minutes = 0;
/** A new reading of a datastream, announced as the gate does. */
async function report(project: AirProject, device: BuiltDevice, value: number, field = 'no2') {
  const datastreamId = device.datastreams[field]!;
  const at = new Date(Date.UTC(2026, 4, 1, 8, minutes++)).toISOString();
  await commitInTransaction(database.database, [
    anObservation({ datastreamId, authorityId: project.authorityId, at, value }),
  ]);
  const news = { datastreams: [datastreamId], from: at, to: at, count: 1 };
  await db.transaction().execute((tx) => announce(tx, 'observations.committed', news));
  return { datastream: datastreamId, phenomenonTime: at, result: value };
}

const told = async (query: string, cookie = '') => {
  const answer = await fetch(`${url}/events?${query}`, { headers: { cookie, accept: 'text/event-stream' } });
  return { status: answer.status, ...((await answer.json()) as { error: string; message: string }) };
};
const cookieOf = async (person: { personId: number }) => (await aSession(db, person, house.clock)).cookie;
const openStreams = async () => Number(/event_streams (\d+)/.exec(await house.metrics.expose())?.[1] ?? 0);

async function until(count: number): Promise<void> {
  for (let tries = 0; (await openStreams()) !== count; tries++) {
    assert.ok(tries < 200, `${await openStreams()} streams are open`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

let air: AirProject;
let place: string;
before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  const { rows } = await sql<{ slug: string }>`
    select slug from register.place where id = ${air.devices[0].placeId}`.execute(db);
  place = rows[0]!.slug;
});

describe('a stream of live updates', () => {
  it('tells each new reading of a device, and none of another', async () => {
    const stream = await follow(`device=northbank/${air.devices[0].slug}`);
    assert.equal(stream.answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(stream.answer.headers.get('cache-control'), 'no-store');
    await report(air, air.devices[1], 99);
    const sent = await report(air, air.devices[0], 21.4);
    assert.deepEqual(await stream.next(), sent);
    const particles = await report(air, air.devices[0], 12, 'pm10');
    assert.deepEqual(await stream.next(), particles);
    stream.end();
  });

  it('of a place tells the readings of what stands there', async () => {
    const stream = await follow(`place=northbank/${place}`);
    await report(air, air.devices[1], 99);
    const sent = await report(air, air.devices[0], 30);
    assert.deepEqual(await stream.next(), sent);
    stream.end();
  });

  it('goes quiet at once when the promise is withdrawn', async () => {
    const short = await anAirProject(db);
    const stream = await follow(`device=${short.authoritySlug}/${short.devices[0].slug}`);
    const watched = await follow(`device=northbank/${air.devices[0].slug}`);
    await report(short, short.devices[0], 1);
    assert.equal((await stream.next()).result, 1);
    const { declarationId } = short.declaration;
    await db
      .transaction()
      .execute((tx) => withdrawDeclaration(tx, short.lead.viewer, declarationId, { reason: 'Trial over' }));
    await report(short, short.devices[0], 2);
    await report(air, air.devices[0], 3);
    assert.equal((await watched.next()).result, 3, 'news goes on');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(stream.heard, []);
    stream.end();
    watched.end();
  });

  it('of readings that are not open is for those whose authority it is', async () => {
    const properties = ['no2', 'pm10', 'pm25'].map((code) =>
      aDeclaredProperty(code, { audiences: [{ audience: 'authority', detail: 'readings' }] }),
    );
    const desks = await anAirProject(db, { body: aDeclarationBody({ properties }) });
    const query = `device=${desks.authoritySlug}/${desks.devices[0].slug}`;
    const stranger = await cookieOf(await aPerson(db, { authorityId: air.authorityId }));
    assert.equal((await told(query)).status, 404);
    assert.equal((await told(query, stranger)).status, 404);
    const stream = await follow(query, await cookieOf(desks.lead));
    const sent = await report(desks, desks.devices[0], 7);
    assert.deepEqual(await stream.next(), sent);
    stream.end();
  });

  it('is given up when the reader leaves', async () => {
    await until(0);
    const stream = await follow(`device=northbank/${air.devices[0].slug}`);
    assert.equal(await openStreams(), 1);
    stream.end();
    await until(0);
  });

  it('must be of one thing that exists', async () => {
    for (const query of ['', `device=northbank/x&place=northbank/x`]) {
      const answer = await told(query);
      assert.deepEqual([answer.status, answer.error], [400, 'WEB_EVENTS_SUBJECT']);
    }
    for (const query of ['device=northbank/nowhere', 'place=nowhere', 'device=', 'device=northbank/a/b'])
      assert.equal((await told(query)).status, 404, query);
  });
});
