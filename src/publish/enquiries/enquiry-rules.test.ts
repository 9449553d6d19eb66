import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockRunning, clocksOf, isEmail, textProblem } from './enquiry-rules.ts';

const AT = new Date('2026-05-01T10:00:00Z');
const IN_30 = new Date('2026-05-31T10:00:00Z');
const none = { acknowledgeBy: null, acknowledgedAt: null, answerBy: null, answeredAt: null };

test('a wish to publish is answered within 30 days, a complaint acknowledged within 30; a comment has no clock', () => {
  assert.deepEqual(clocksOf('publication', AT), { acknowledgeBy: null, answerBy: IN_30 });
  assert.deepEqual(clocksOf('complaint', AT), { acknowledgeBy: IN_30, answerBy: null });
  assert.deepEqual(clocksOf('comment', AT), { acknowledgeBy: null, answerBy: null });
});

test('a clock runs until what it asks for is done', () => {
  assert.deepEqual(clockRunning({ ...none, acknowledgeBy: IN_30 }), { what: 'acknowledge', by: IN_30 });
  assert.equal(clockRunning({ ...none, acknowledgeBy: IN_30, acknowledgedAt: AT }), undefined);
  assert.deepEqual(clockRunning({ ...none, answerBy: IN_30, acknowledgedAt: AT }), { what: 'answer', by: IN_30 });
  assert.equal(clockRunning({ ...none, answerBy: IN_30, answeredAt: AT }), undefined);
});

test('a text is neither empty nor endless nor full of links', () => {
  assert.equal(textProblem('The sensor hums at night.'), undefined);
  assert.match(textProblem('   short    ')!, /shorter than 10/);
  assert.match(textProblem('x'.repeat(2001))!, /longer than 2000/);
  assert.equal(textProblem('😀'.repeat(2000)), undefined, 'signs are counted, not bytes');
  assert.match(textProblem('buy http://a.x and https://b.x and www.c.x')!, /more than 2 links/);
  assert.equal(textProblem('see http://a.x and https://b.x'), undefined);
});

test('an address is one that an answer can go to', () => {
  for (const right of ['a@b.uk', 'first.last+x@council.gov.uk']) assert.ok(isEmail(right), right);
  for (const wrong of ['a', 'a@b', 'a@@b.uk', 'a b@c.uk', '<a@b.uk>', `${'a'.repeat(260)}@b.uk`])
    assert.ok(!isEmail(wrong), wrong);
});
