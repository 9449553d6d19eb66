/** A council's directory: a real OpenID Connect provider on this machine, and somebody who signs in at it. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { JSDOM } from 'jsdom';
import Provider from 'oidc-provider';

export type DirectoryAccount = Record<string, unknown> & { email?: string };

export interface TestDirectory {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** By the name typed at the directory. May be changed at any time. */
  readonly accounts: Map<string, DirectoryAccount>;
  /** Follows the address as a browser, signs in as that account, and resolves with the address it is sent back to. */
  signInAt(url: string, login: string): Promise<string>;
}

/** Starts a directory that sends people back to `redirectUri`; it stops when the tests of the file end. */
export async function aDirectory(redirectUri: string): Promise<TestDirectory> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, DirectoryAccount>();
  const [clientId, clientSecret] = ['lamppost', 'a secret of the directory and Lamppost alone'];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['only for tests'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    pkce: { required: () => true },
    findAccount: (_context: unknown, id: string) =>
      accounts.has(id) ? { accountId: id, claims: async () => ({ sub: id, ...accounts.get(id) }) } : undefined,
  });
  server.on('request', provider.callback());
  return { issuer, clientId, clientSecret, accounts, signInAt: (url, login) => signInAt(url, login, redirectUri) };
}

async function signInAt(start: string, login: string, redirectUri: string): Promise<string> {
  const jar = new Map<string, string>();
  let [url, form]: [string, URLSearchParams | undefined] = [start, undefined];
  for (let step = 0; step < 20; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    form = undefined;
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      jar.set(name!, value!);
    }
    const location = answer.headers.get('location');
    if (location) {
      url = new URL(location, url).href;
      if (url.startsWith(redirectUri)) return url;
      continue;
    }
    const body = await answer.text();
    const shown = new JSDOM(body).window.document.querySelector('form');
    assert.ok(shown, `the directory answered ${answer.status}: ${body.slice(0, 500)}`);
    form = new URLSearchParams(
      [...shown.querySelectorAll('input')].filter(({ name }) => name !== '').map(({ name, value }) => [name, value]),
    );
    if (form.get('prompt') === 'login') {
      form.set('login', login);
      form.set('password', 'anything');
    }
    url = new URL(shown.getAttribute('action')!, url).href;
  }
  throw new Error('the directory did not send anybody back');
}
