/**
 * The conversation with a directory, by openid-client: authorization code flow with PKCE (RFC 7636), state and nonce; the
 * ID token's signature, issuer, audience and times are checked there (OpenID Connect Core §3.1.3.7).
 */
import * as oidc from 'openid-client';
import { directoryAway, directoryRefused } from '../identity.errors.ts';
import type { Claims } from './claims.ts';

export interface DirectoryAccess {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const TIMEOUT_SECONDS = 10;
const REMEMBERED_FOR_MS = 3_600_000;
const SCOPES = 'openid profile email';

const remembered = new Map<string, { config: oidc.Configuration; until: number }>();

/** Asks the directory where its doors are. Throws IDN_DIRECTORY_AWAY when it does not answer as one. */
export async function reachDirectory(access: DirectoryAccess): Promise<oidc.Configuration> {
  const key = JSON.stringify(access);
  const known = remembered.get(key);
  if (known && known.until > Date.now()) return known.config;
  const issuer = new URL(access.issuer);
  const insecure = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  try {
    const options = { timeout: TIMEOUT_SECONDS, execute: insecure };
    const found = await oidc.discovery(issuer, access.clientId, undefined, oidc.None(), options);
    const methods = found.serverMetadata().token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const basic = methods.includes('client_secret_basic');
    const shows = basic ? oidc.ClientSecretBasic(access.clientSecret) : oidc.ClientSecretPost(access.clientSecret);
    const config = new oidc.Configuration(found.serverMetadata(), access.clientId, undefined, shows);
    config.timeout = TIMEOUT_SECONDS;
    for (const apply of insecure) apply(config);
    remembered.set(key, { config, until: Date.now() + REMEMBERED_FOR_MS });
    return config;
  } catch (cause) {
    throw directoryAway({ field: 'issuer', issuer: access.issuer, why: whyOf(cause) });
  }
}

export interface Departure {
  /** Where to send the browser. */
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The way to the directory, with secrets made for this one sign-in. */
export async function departTo(access: DirectoryAccess, redirectUri: string): Promise<Departure> {
  const config = await reachDirectory(access);
  const [state, nonce, codeVerifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: SCOPES,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, state, nonce, codeVerifier };
}

/** What the directory says of who came back, checked. Throws IDN_DIRECTORY_REFUSED when anything does not fit. */
export async function claimsBroughtBack(
  access: DirectoryAccess,
  back: { url: URL; state: string; nonce: string; codeVerifier: string },
): Promise<Claims & { readonly sub: string }> {
  const config = await reachDirectory(access);
  try {
    const tokens = await oidc.authorizationCodeGrant(config, back.url, {
      pkceCodeVerifier: back.codeVerifier,
      expectedState: back.state,
      expectedNonce: back.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    if (!config.serverMetadata().userinfo_endpoint) return claims;
    const more = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    return { ...more, ...claims };
  } catch (cause) {
    throw directoryRefused({ why: whyOf(cause) });
  }
}

/** The standard's word for what went wrong, or the kind of error; never what was sent. */
function whyOf(cause: unknown): string {
  const { error, code, name } = cause as { error?: unknown; code?: unknown; name?: unknown };
  return String(error ?? code ?? name ?? 'unknown').slice(0, 100);
}
