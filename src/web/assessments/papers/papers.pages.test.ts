import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { assessmentPagesOn } from '../../../../test/build-assessment-pages.ts';
import { anAnsweredAssessment, assessmentPeople } from '../../../../test/build-assessments.ts';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aProject } from '../../../../test/build-projects.ts';
import { aDatabase } from '../../../../test/database.ts';

const { db } = await aDatabase();
const app = await assessmentPagesOn(db);
after(() => app.close());
const here = await anAuthority(db);
const people = await assessmentPeople(db, here.id);
const stranger = await aPerson(db, { authorityId: (await anAuthority(db)).id });
const project = await aProject(db, people.author.viewer, { authorityId: here.id, cleared: [] });
await anAnsweredAssessment(db, people, { projectId: project.id });
const papers = `/projects/${here.slug}/${project.slug}/assessments/dpia-screening/papers`;
const { cookie, csrf } = await aSession(db, people.author);

async function send(name: string, bytes: Uint8Array | string) {
  const form = new FormData();
  form.set('_csrf', csrf);
  form.set('file', new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name));
  const request = new Request('http://x', { method: 'POST', body: form });
  const payload = Buffer.from(await request.arrayBuffer());
  return app.inject({
    method: 'POST',
    url: papers,
    headers: { cookie, accept: 'text/html', 'content-type': request.headers.get('content-type')! },
    payload,
  });
}
const get = (url: string, headers = { cookie }) => app.inject({ url, headers: { ...headers, accept: 'text/html' } });

const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from([0, 255, 254, 10, 13, 128])]);

describe('papers of an assessment', () => {
  it('come back byte for byte as a download that no browser runs', async () => {
    assert.equal((await send('../../signed copy.pdf', PDF)).statusCode, 303);
    const list = await get(papers);
    assert.match(list.body, /signed copy\.pdf/);
    const [, href] = /href="([^"]+\/papers\/\d+)"/.exec(list.body)!;
    const file = await get(href!);
    assert.deepEqual(file.rawPayload, PDF);
    assert.equal(file.headers['content-type'], 'application/pdf');
    assert.equal(file.headers['content-disposition'], "attachment; filename*=UTF-8''signed%20copy.pdf");
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    assert.match(String(file.headers['content-security-policy']), /default-src 'none'/);
    assert.equal((await get(href!, { cookie: (await aSession(db, stranger)).cookie })).statusCode, 404);
    const gone = await app.inject({
      method: 'POST',
      url: `${papers}/remove`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `_csrf=${csrf}&paper=${href!.split('/').at(-1)}`,
    });
    assert.equal(gone.statusCode, 303);
    assert.equal((await get(href!)).statusCode, 404);
  });

  it('are refused when they are too large, of another type, empty, or not what their ending says', async () => {
    const refused = async (name: string, bytes: Uint8Array | string, says: RegExp) => {
      const answer = await send(name, bytes);
      assert.equal(answer.statusCode, 400, name);
      assert.match(answer.body, says);
    };
    await refused('page.html', '<script>alert(1)</script>', /Choose a file that ends in pdf/);
    await refused('picture.png', '<svg onload=alert(1)>', /does not hold what its ending \.png says/);
    await refused('notes.txt', new Uint8Array([0, 1, 2]), /does not hold what its ending \.txt says/);
    await refused('empty.pdf', '', /The file is empty/);
    await refused('large.txt', 'a'.repeat(4 * 1024 * 1024 + 1), /larger than 4 MB/);
  });
});
