import assert from 'node:assert/strict';
import test from 'node:test';
import { aDatabase } from '../../test/database.ts';
import { loadSettings } from './config.ts';
import { addressForLinks, addressServed, findServedAddress, rememberServedAddress } from './served-address.store.ts';

const served = 'http://127.0.0.1:9090';
const links = (env: NodeJS.ProcessEnv, isRunning: boolean) => addressForLinks(loadSettings(env), served, isRunning);

test("a command's links lead to the service on its data, whatever port the command was told", () => {
  assert.equal(links({}, true), served);
  assert.equal(links({ LAMPPOST_PORT: '7070' }, true), served);
  assert.equal(links({}, false), served);
  assert.equal(links({ LAMPPOST_PORT: '7070' }, false), 'http://127.0.0.1:7070');
  assert.equal(links({ LAMPPOST_PUBLIC_URL: 'https://city.example/' }, true), 'https://city.example');
  assert.equal(addressForLinks(loadSettings({}), undefined, false), 'http://127.0.0.1:8080');
});

test('a service that took any free port is called by the port it took, unless people use another address', () => {
  assert.equal(addressServed(loadSettings({ LAMPPOST_PORT: '0' }), 'http://127.0.0.1:41234'), 'http://127.0.0.1:41234');
  assert.equal(
    addressServed(loadSettings({ LAMPPOST_HOST: '0.0.0.0' }), 'http://0.0.0.0:8080'),
    'http://127.0.0.1:8080',
  );
  const told = loadSettings({ LAMPPOST_PORT: '0', LAMPPOST_PUBLIC_URL: 'https://city.example' });
  assert.equal(addressServed(told, 'http://127.0.0.1:41234'), 'https://city.example');
});

test('the last address served at is the one remembered', async () => {
  const { db } = await aDatabase();
  assert.equal(await findServedAddress(db), undefined);
  await rememberServedAddress(db, 'http://127.0.0.1:8080', new Date('2026-05-01T12:00:00Z'));
  await rememberServedAddress(db, served, new Date('2026-05-02T12:00:00Z'));
  assert.equal(await findServedAddress(db), served);
});
