import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { JSDOM } from 'jsdom';
import {
  type AirProject,
  aDeclarationBody,
  aDeclarationInForce,
  aDevice,
  anAirProject,
  aPlace,
} from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { atomFeed } from './atom.ts';
import { bulkJson } from './bulk.ts';
import { listRegisterChanges } from './changes.store.ts';
import { completenessFacts } from './completeness.store.ts';

const { db } = await aDatabase();
const HERE = 'https://lamp.example';
const NOW = new Date('2026-06-01T12:00:00Z');
let air: AirProject;
let home: { deviceId: number; slug: string };

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  const { authorityId, projectId, modelId, lead, devices } = air;
  const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode: 'E01000001' });
  home = await aDevice(db, { authorityId, projectId, modelId, placeId, name: 'Bedroom' });
  await aDeclarationInForce(db, {
    authorityId,
    projectId,
    body: aDeclarationBody({ title: 'Second' }),
    from: new Date('2026-03-01T00:00:00Z'),
  });
  await sql`update register.device set created_at = '2026-02-01T00:00:00Z'`.execute(db);
  const change = (deviceId: number, state: string, at: string, personId: number | null) =>
    sql`insert into register.device_state_change (authority_id, device_id, state, person_id, changed_at)
      values (${authorityId}, ${deviceId}, ${state}, ${personId}, ${at})`.execute(db);
  await change(devices[0].deviceId, 'retired', '2026-04-01T00:00:00Z', lead.personId);
  await change(devices[0].deviceId, 'silent', '2026-04-02T00:00:00Z', null);
  await change(home.deviceId, 'retired', '2026-04-03T00:00:00Z', lead.personId);
});

describe('changes of the register', () => {
  it('are what people decided, newest first; nothing of a home, nothing a device does by itself', async () => {
    const changes = await listRegisterChanges(db);
    assert.deepEqual(
      changes.map(({ kind, detail, version }) => [kind, detail ?? version]),
      [
        ['state', 'retired'],
        ['declaration', 2],
        ['added', null],
        ['added', null],
        ['added', null],
        ['declaration', 1],
      ],
    );
    assert.ok(!changes.some(({ deviceSlug }) => deviceSlug === home.slug));
  });

  it('come in pages that neither repeat nor skip, and for one authority', async () => {
    const whole = await listRegisterChanges(db);
    const first = await listRegisterChanges(db, { limit: 2 });
    const rest = await listRegisterChanges(db, { before: first[1]!.at });
    assert.deepEqual([...first, ...rest], whole);
    assert.deepEqual(await listRegisterChanges(db, { authoritySlug: 'elsewhere' }), []);
    assert.equal((await listRegisterChanges(db, { authoritySlug: 'northbank' })).length, whole.length);
  });

  it('make a feed that a strict parser reads, whatever is in a title, each entry with its own id, date and address', async () => {
    const nasty = 'A <b>&"\' \u0007 title \ud800';
    const changes = (await listRegisterChanges(db)).map((change) => ({ ...change, projectTitle: nasty }));
    const feed = atomFeed(
      changes,
      { publicUrl: HERE, self: '/register/changes.atom?authority=a&x=1', next: '/n' },
      NOW,
    );
    const { documentElement: root } = new JSDOM(feed, { contentType: 'application/atom+xml' }).window.document;
    assert.equal(root.namespaceURI, 'http://www.w3.org/2005/Atom');
    for (const parent of [root, ...root.querySelectorAll('entry')]) {
      for (const name of ['id', 'title', 'updated']) // RFC 4287 §4.1.1 and §4.1.2: exactly one each
        assert.equal([...parent.children].filter(({ localName }) => localName === name).length, 1, name);
      assert.ok(URL.canParse(parent.querySelector('id')!.textContent!));
      assert.ok(!Number.isNaN(Date.parse(parent.querySelector('updated')!.textContent!)));
    }
    const ids = [...root.querySelectorAll('entry > id')].map((id) => id.textContent);
    assert.equal(new Set(ids).size, 6);
    assert.equal(root.querySelector('updated')!.textContent, changes[0]!.at.toISOString());
    assert.equal(root.querySelector('link[rel=next]')!.getAttribute('href'), `${HERE}/n`);
    assert.match(root.querySelectorAll('entry > title')[1]!.textContent!, /A <b>&"' {2}title : declaration version 2/);
    const empty = atomFeed([], { publicUrl: HERE, self: '/x' }, NOW);
    assert.equal(
      new JSDOM(empty, { contentType: 'text/xml' }).window.document.querySelector('updated')!.textContent,
      NOW.toISOString(),
    );
  });
});

describe('the whole register', () => {
  it('has every promise once and every device anyone may know of, and no home', async () => {
    const parts: string[] = [];
    for await (const part of bulkJson(db, HERE, NOW)) parts.push(part);
    const { declarations, devices, changes } = JSON.parse(parts.join(''));
    assert.deepEqual([declarations.length, devices.length], [1, 3]);
    assert.equal(declarations[0].declaration.title, 'Second');
    assert.equal(devices[0].declarationVersion, 2);
    assert.equal(changes, `${HERE}/register/changes.atom`);
    assert.ok(!parts.join('').includes('Bedroom'));
  });
});

describe('what completeness looks at', () => {
  it('counts the devices the public may know of', async () => {
    await sql`update register.device set owner = 'The council', confirmed_at = '2026-05-01' where id = ${air.devices[1].deviceId}`.execute(
      db,
    );
    await sql`update register.device set state = 'retired' where id = ${air.devices[0].deviceId}`.execute(db);
    assert.deepEqual(await completenessFacts(db, air.projectId, NOW), {
      outcomeStatement: null,
      devices: 2,
      devicesPlaced: 2,
      devicesConfirmed: 1,
      devicesWithOwner: 1,
      modelsWithoutSupportEnd: 1,
      readingsOpen: true,
    });
  });
});
