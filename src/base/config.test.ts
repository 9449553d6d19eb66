import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from './config.ts';

test('without any setting the house listens on loopback only', () => {
  const settings = loadSettings({});
  assert.equal(settings.host, '127.0.0.1');
  assert.equal(settings.publicUrl, 'http://127.0.0.1:8080');
  assert.equal(settings.databaseUrl, undefined);
});

test('a misspelt setting is refused with a suggestion', () => {
  assert.throws(() => loadSettings({ LAMPPOST_PROT: '80' }), {
    code: 'BASE_SETTING_UNKNOWN',
    field: 'LAMPPOST_PROT',
    cure: /LAMPPOST_PORT/,
  });
});

test('a setting that cannot be is refused by name, and a secret one is not shown', () => {
  assert.throws(() => loadSettings({ LAMPPOST_PORT: 'eighty' }), {
    code: 'BASE_SETTING_INVALID',
    field: 'LAMPPOST_PORT',
    message: /eighty/,
  });
  assert.throws(
    () => loadSettings({ DATABASE_URL: 'mysql://root:hunter2@db/x' }),
    (error: Error) => /DATABASE_URL/.test(error.message) && !/hunter2/.test(error.message),
  );
});

test('an empty setting counts as unset, a public address loses its trailing slash', () => {
  assert.equal(loadSettings({ LAMPPOST_PORT: '' }).port, 8080);
  assert.equal(loadSettings({ LAMPPOST_PUBLIC_URL: 'https://city.example/' }).publicUrl, 'https://city.example');
});
