import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base32, codeAt, keyUri, matchingStep, stepAt } from './totp.ts';

const secret = Buffer.from('12345678901234567890'); // RFC 6238 appendix B

test('codes are those of RFC 6238, appendix B', () => {
  const vectors: [string, string][] = [
    ['1970-01-01T00:00:59Z', '94287082'],
    ['2005-03-18T01:58:29Z', '07081804'],
    ['2005-03-18T01:58:31Z', '14050471'],
    ['2009-02-13T23:31:30Z', '89005924'],
    ['2033-05-18T03:33:20Z', '69279037'],
    ['2603-10-11T11:33:20Z', '65353130'],
  ];
  for (const [at, code] of vectors) assert.equal(codeAt(secret, stepAt(new Date(at)), 8), code, at);
});

test('codes are those of RFC 4226, appendix D', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
  assert.deepEqual(
    codes.map((_, step) => codeAt(secret, step)),
    codes,
  );
});

test('a clock may go wrong by half a minute, and a code that was used is no code', () => {
  const at = new Date('2026-03-02T09:00:10Z');
  const now = stepAt(at);
  for (const off of [-1, 0, 1]) assert.equal(matchingStep(secret, codeAt(secret, now + off), at, null), now + off);
  for (const off of [-2, 2]) assert.equal(matchingStep(secret, codeAt(secret, now + off), at, null), undefined);
  assert.equal(matchingStep(secret, codeAt(secret, now), at, now), undefined);
  assert.equal(matchingStep(secret, codeAt(secret, now - 1), at, now), undefined);
  assert.equal(matchingStep(secret, codeAt(secret, now + 1), at, now), now + 1);
});

test('keys are base32 as in RFC 4648, section 10', () => {
  const vectors = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
  for (const [text, encoded] of Object.entries(vectors)) assert.equal(base32(Buffer.from(text)), encoded);
  assert.equal(
    keyUri({ secret: Buffer.from('foobar'), account: 'ada@example.org', issuer: 'Lamppost' }),
    'otpauth://totp/Lamppost:ada%40example.org?secret=MZXW6YTBOI&issuer=Lamppost',
  );
});
