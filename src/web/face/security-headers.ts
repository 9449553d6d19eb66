/** Who a response is for: a page, a page with a map, or a machine (JSON, CSV, a drawing served by itself). */
export type ResponseKind = 'page' | 'map' | 'api';

/**
 * The security headers of a response; every response gets exactly one kind's. No inline script or style runs
 * anywhere. `mapOrigins` are the origins of `LAMPPOST_MAP_STYLE`'s style, tiles and glyphs, only for `map`; anything
 * that is not a bare http(s) origin is refused.
 */
export function securityHeaders(kind: ResponseKind, mapOrigins: readonly string[] = []): Record<string, string> {
  return {
    'content-security-policy': policyOf(kind, mapOrigins),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy':
      'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), ' +
      'magnetometer=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    // Open data is for every origin; pages are not parts of other people's pages.
    'cross-origin-resource-policy': kind === 'api' ? 'cross-origin' : 'same-origin',
    'x-frame-options': 'DENY',
  };
}

function policyOf(kind: ResponseKind, mapOrigins: readonly string[]): string {
  if (kind === 'api') return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  const origins = kind === 'map' ? mapOrigins.map(requireOrigin) : [];
  const from = (...sources: string[]) => [...sources, ...origins].join(' ');
  const directives: Record<string, string> = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': kind === 'map' ? from("'self'", 'data:', 'blob:') : "'self' data:",
    'font-src': "'self'",
    'connect-src': from("'self'"),
    'manifest-src': "'self'",
    // MapLibre's worker comes from our own address or from a blob it makes of it.
    'worker-src': kind === 'map' ? "'self' blob:" : "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'object-src': "'none'",
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

function requireOrigin(origin: string): string {
  if (!/^https?:\/\/[a-z0-9.-]+(:\d+)?$/i.test(origin)) {
    throw new Error(`"${origin}" is not an origin. Give scheme and host only, such as https://tiles.example.org.`);
  }
  return origin;
}
