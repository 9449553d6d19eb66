/** What retention deleted is public, and each run has a certificate that anybody can check. */
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import test from 'node:test';
import { aHouse } from '../../../test/build-ingest.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aClockAt } from '../../base/index.ts';
import { runRetention } from '../../observations/index.ts';
import { registerRegisterPages } from './register.routes.ts';

const database = await aDatabase();
const { db } = database;
const app = await pagesOn(await aHouse(database), registerRegisterPages);
const properties = [
  aDeclaredProperty('no2', { retention_days: 30 }),
  aDeclaredProperty('pm10', { retention_days: 365 }),
];
const air = await anAirProject(db, { body: aDeclarationBody({ properties }), authoritySlug: 'northbank' });
const { rows } = await database.database.pool.query('select slug from projects.project where id = $1', [air.projectId]);
const here = `/register/northbank/projects/${rows[0].slug}/deletions`;
const read = async (url: string) => app.inject({ url, headers: { accept: 'text/html' } });

test('a project of which nothing was deleted says so', async () => {
  assert.match((await read(here)).body, /Nothing was deleted yet/);
  assert.equal((await read(`${here}/2026-06-30T03:00:00.000Z`)).statusCode, 404);
  assert.equal((await read(`${here}/yesterday`)).statusCode, 404);
});

test('each run is listed with its counts and rule, and its certificate is signed with the public key', async () => {
  const observed = (property: 'no2' | 'pm10', day: string) =>
    anObservation({
      datastreamId: air.devices[0].datastreams[property]!,
      authorityId: air.authorityId,
      at: `${day}T00:00:00Z`,
      value: 47.25,
    });
  await commitInTransaction(database.database, [
    observed('no2', '2026-05-01'),
    observed('no2', '2026-05-02'),
    observed('pm10', '2026-05-01'),
  ]);
  await runRetention(db, aClockAt('2026-06-30T03:00:00Z'));

  const page = (await read(here)).body;
  assert.match(page, /2 readings/);
  assert.match(page, /2 readings older than 30 days, from 1 sensor/);
  const href = /href="([^"]+)" download/.exec(page)![1]!;
  const first = await read(href);
  const { certificate, signature } = first.json();
  assert.equal(certificate.readingsDeleted, 2);
  assert.equal(certificate.parts[0].keptForDays, 30);
  assert.ok(certificate.notCovered.length > 2);
  assert.doesNotMatch(first.body, /47\.25/, 'no reading is in it');

  const [head, payload, mark] = signature.split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { keys } = (await read('/.well-known/lamppost-signing-keys.json')).json();
  const key = createPublicKey({ key: keys.find((one: { kid: string }) => one.kid === kid), format: 'jwk' });
  const isGood = (text: string) => verify(null, Buffer.from(text), key, Buffer.from(mark, 'base64url'));
  assert.ok(isGood(`${head}.${payload}`));
  assert.deepEqual(
    JSON.parse(Buffer.from(payload, 'base64url').toString()),
    certificate,
    'what is signed is what is shown',
  );
  const altered = Buffer.from(JSON.stringify({ ...certificate, readingsDeleted: 3 })).toString('base64url');
  assert.ok(!isGood(`${head}.${altered}`));
  assert.equal((await read(href)).body, first.body, 'asked again, it is the same');
  assert.equal(keys.length, 1);
});
