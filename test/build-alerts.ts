/** Builders for findings and alerts, and a receiver of webhooks that is really somebody else's HTTP server. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { createWebhook, raiseAlert } from '../src/actions/index.ts';
import type { House } from '../src/base/index.ts';
import type { Viewer } from '../src/identity/index.ts';
import type { NewFinding } from '../src/insights/index.ts';

/** High air pollution at place 1, seen at noon of 1 May 2026. */
export function aFinding(given: Partial<NewFinding> & { authorityId: number; projectId: number }): NewFinding {
  return {
    pack: 'school-air',
    methodVersion: 'test 1',
    kind: 'band-reached',
    subjectKind: 'place',
    subjectId: 1,
    severity: 70,
    title: 'High air pollution at Ash Grove Primary',
    evidence: { sentence: 'NO₂ averaged 450 µg/m³.' },
    coverage: 1,
    beganAt: new Date('2026-05-01T11:00:00Z'),
    seenAt: new Date('2026-05-01T12:00:00Z'),
    ...given,
  };
}

/** Raises an alert of severity 70 about `origin`, in a transaction of its own. */
export function anAlert(
  house: House,
  given: {
    authorityId: number;
    projectId: number;
    origin?: string;
    severity?: number;
    title?: string;
    placeId?: number;
  },
): Promise<{ id: number; raised: boolean }> {
  return house.db.transaction().execute((tx) =>
    raiseAlert(tx, house, {
      origin: 'finding:1',
      deviceId: null,
      placeId: null,
      severity: 70,
      title: 'High air pollution at Ash Grove Primary',
      detail: 'NO₂ averaged 450 µg/m³.',
      raisedAt: house.clock.now(),
      ...given,
    }),
  );
}

export interface Receiver {
  readonly url: string;
  readonly received: { headers: IncomingHttpHeaders; body: string }[];
  /** What it answers from now on. */
  readonly will: { answer: number; redirect?: string };
}

/** Listens on this machine until the tests of the file end. */
export async function aReceiver(): Promise<Receiver> {
  const received: Receiver['received'] = [];
  const will: Receiver['will'] = { answer: 200 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    response.writeHead(will.answer, will.redirect ? { location: will.redirect } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/alerts`, received, will };
}

export function aWebhook(
  house: House,
  viewer: Viewer,
  given: { authorityId: number; url: string; name?: string },
): Promise<{ id: number; secret: string }> {
  return house.db.transaction().execute((tx) => createWebhook(tx, house, viewer, { name: 'Case system', ...given }));
}
