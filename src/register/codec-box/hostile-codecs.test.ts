import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CodecBox, createCodecBox } from './codec-box.ts';
import type { Codec, DecodeFailure } from './codec-result.ts';

/** The wall clock is generous because the machine may be busy; the box's own limit is processor time. */
const MOST_MS = 5000;
const MOST_GROWTH_MB = 120;

const GOOD: Codec = { hash: 'good', source: 'function decodeUplink(i) { return { data: { b: i.bytes[0] } }; }' };
const INPUT = { bytes: Uint8Array.of(42), fPort: 1, recvTime: new Date(0) };
const GOOD_RESULT = { ok: true, data: { b: 42 }, warnings: [] };

function aCodec(hash: string, body: string, top = ''): Codec {
  return { hash, source: `${top}\nfunction decodeUplink(input) { ${body} }` };
}

async function withBox(use: (box: CodecBox) => Promise<void>): Promise<void> {
  const box = createCodecBox();
  try {
    await box.start();
    await use(box);
  } finally {
    await box.stop();
  }
}

const ATTACKS: [name: string, body: string, reasons: DecodeFailure[]][] = [
  ['an endless loop', 'for (;;);', ['deadline']],
  [
    'an endless loop that catches everything',
    'for (;;) { try { for (;;); } catch (e) {} finally { continue; } }',
    ['deadline'],
  ],
  ['a string that doubles', "let s = 'x'; for (;;) s += s;", ['memory']],
  ['a string that doubles and is read', "let s = 'x'; for (;;) { s += s; s.indexOf('y'); }", ['memory']],
  ['many long strings', "const a = []; for (let n = 0; ; n++) a.push('x'.repeat(1e6) + n);", ['memory']],
  ['a padded string', "return { data: { s: 'x'.padEnd(1e9, 'ab') } };", ['memory', 'threw']],
  ['an array without end', 'const a = []; for (;;) a.push([1, 2, 3]);', ['memory']],
  ['an array filled far', 'new Array(4e9).fill(0); return { data: {} };', ['memory', 'threw']],
  ['a huge typed array', 'return { data: { n: new Uint8Array(2e9).length } };', ['memory', 'threw']],
  [
    'memory taken while every error is caught',
    'const a = []; for (;;) { try { a.push(new Uint8Array(1e6)); } catch (e) {} }',
    ['deadline', 'memory'],
  ],
  ['recursion without end', 'function f(n) { return f(n + 1) + 1; } return { data: { n: f(0) } };', ['threw']],
  ['recursion through a getter', 'const o = { get a() { return o.a; } }; return { data: o };', ['threw']],
  [
    'a result nested without end',
    'let a = {}; const r = a; for (let n = 0; n < 1e5; n++) a = a.a = {}; return { data: r };',
    ['threw', 'deadline'],
  ],
  ['a catastrophic pattern', "return { data: { m: /^(a+)+$/.test('a'.repeat(50) + 'b') } };", ['deadline']],
  ['a result of 10 MB', "return { data: { s: 'x'.repeat(1e7) } };", ['too-big', 'memory']],
  ['a result of 5 MB', "return { data: { s: 'x'.repeat(5e6) } };", ['too-big', 'memory']],
  [
    'a result with a million keys',
    'const d = {}; for (let n = 0; n < 1e6; n++) d[n] = n; return { data: d };',
    ['too-big', 'memory', 'deadline'],
  ],
  ['a getter that never returns', 'return { data: { get t() { for (;;); } } };', ['deadline']],
  ['a proxy that never ends', 'return { data: new Proxy({}, { ownKeys() { for (;;); } }) };', ['deadline']],
  ['an error that never describes itself', 'throw { toString() { for (;;); } };', ['deadline']],
  [
    'a generator without end',
    'return { data: { a: [...(function* () { for (;;) yield 1; })()] } };',
    ['memory', 'deadline'],
  ],
  [
    'a sort that never agrees',
    'const a = Array.from({ length: 9e4 }, (_, n) => n); for (;;) a.sort(() => 1);',
    ['deadline', 'memory'],
  ],
  ['a huge number', 'let n = 3n; for (;;) n = n * n;', ['memory', 'threw', 'deadline']],
];

for (const [name, body, reasons] of ATTACKS) {
  test(`${name} fails alone, soon and in little memory, and the next message decodes`, async () => {
    await withBox(async (box) => {
      assert.deepEqual(await box.decode(GOOD, INPUT), GOOD_RESULT);
      const memory = process.memoryUsage.rss();
      const started = performance.now();
      const attack = box.decode(aCodec('bad', body), INPUT);
      const next = box.decode(GOOD, INPUT);
      const result = await attack;
      const tookMs = performance.now() - started;
      assert.ok(!result.ok, JSON.stringify(result));
      assert.ok(reasons.includes(result.reason), JSON.stringify(result));
      assert.ok(result.errors[0]!.length > 5 && result.errors[0]!.length < 600);
      assert.ok(tookMs < MOST_MS, `${tookMs} ms`);
      assert.deepEqual(await next, GOOD_RESULT);
      const growthMb = (process.memoryUsage.rss() - memory) / 1e6;
      assert.ok(growthMb < MOST_GROWTH_MB, `${growthMb} MB`);
    });
  });
}

test('an attack that is repeated fifty times takes no more memory than one', async () => {
  await withBox(async (box) => {
    await box.decode(GOOD, INPUT);
    const memory = process.memoryUsage.rss();
    for (let n = 0; n < 50; n++) {
      // Another codec each time: the same one would be put to rest.
      const result = await box.decode(
        aCodec(`bad-${n}`, "const a = []; for (;;) a.push('x'.repeat(1e5) + a.length);"),
        INPUT,
      );
      assert.equal(result.ok ? '' : result.reason, 'memory');
    }
    const growthMb = (process.memoryUsage.rss() - memory) / 1e6;
    assert.ok(growthMb < 2.5 * MOST_GROWTH_MB, `${growthMb} MB`);
  });
});

test('work inside one built-in, which never asks the time, ends with its worker; only its own message fails', async () => {
  await withBox(async (box) => {
    const slow = aCodec(
      'slow',
      "const s = 'a'.repeat(2e6) + 'b'; let n = 0; for (let i = 0; i < 1e9; i++) n += s.indexOf('ab' + i); return { data: { n } };",
    );
    const before = Array.from({ length: 700 }, () => box.decode(GOOD, INPUT));
    const attack = box.decode(slow, INPUT);
    const behind = Array.from({ length: 700 }, () => box.decode(GOOD, INPUT));
    const started = performance.now();
    const result = await attack;
    assert.equal(result.ok ? '' : result.reason, 'deadline');
    assert.ok(performance.now() - started < MOST_MS);
    for (const good of await Promise.all([...before, ...behind])) assert.deepEqual(good, GOOD_RESULT);
    assert.equal(box.stats().restarts, 2, 'it was tried a second time, in case the machine was to blame');
    assert.deepEqual(box.stats().failed, { deadline: 1 });
  });
});

test('a codec that breaks its limits three times in a row rests, and does not starve the others', async () => {
  await withBox(async (box) => {
    const endless = aCodec('endless', 'for (;;);');
    const started = performance.now();
    const attacks = Array.from({ length: 200 }, () => box.decode(endless, INPUT));
    const good = await Promise.all(Array.from({ length: 1000 }, () => box.decode(GOOD, INPUT)));
    for (const result of good) assert.deepEqual(result, GOOD_RESULT);
    const results = await Promise.all(attacks);
    assert.ok(results.every((result) => !result.ok && result.reason === 'deadline'));
    // Three strikes, and what was already on its way when the third fell.
    const tried = results.filter((result) => !result.ok && !result.errors[0]!.includes('rests')).length;
    assert.ok(tried >= 3 && tried <= 5, `${tried} were tried`);
    assert.ok(performance.now() - started < MOST_MS);
  });
});

test('codecs that use much memory without breaking a limit do not keep it', async () => {
  await withBox(async (box) => {
    await box.decode(GOOD, INPUT);
    const memory = process.memoryUsage.rss();
    const hogs = Array.from({ length: 60 }, (_, n) =>
      aCodec(
        `hog-${n}`,
        "const b = new Uint8Array(6e6); const s = 'x'.repeat(2e6); return { data: { n: b.length + s.length } };",
      ),
    );
    for (const hog of hogs)
      assert.deepEqual(await box.decode(hog, INPUT), { ok: true, data: { n: 8e6 }, warnings: [] });
    const growthMb = (process.memoryUsage.rss() - memory) / 1e6;
    assert.ok(growthMb < 2.5 * MOST_GROWTH_MB, `${growthMb} MB`);
  });
});

test('nothing a codec does reaches another codec or its own next message', async () => {
  await withBox(async (box) => {
    const polluter = aCodec(
      'polluter',
      `count++; cache[7]++; sneaky = (typeof sneaky === 'undefined' ? 0 : sneaky) + 1;
       const seen = { count, cell: cache[7], sneaky, polluted: ({}).polluted, push: typeof [].push, parse: typeof JSON.parse, b: input.bytes[0] };
       Object.prototype.polluted = true; delete Array.prototype.push; JSON.parse = JSON.stringify = () => '"mine"';
       Array.prototype[Symbol.iterator] = null; Object.defineProperty(Object.prototype, 'data', { get() { return { stolen: 1 }; } });
       globalThis.decodeUplink = () => ({ data: { replaced: true } }); Date = Error = String = null;
       return { data: seen };`,
      'let count = 0; const cache = new Uint8Array(100000);',
    );
    const seen = { count: 1, cell: 1, sneaky: 1, push: 'function', parse: 'function', b: 42 };
    for (let n = 0; n < 5; n++) {
      assert.deepEqual(await box.decode(polluter, INPUT), { ok: true, data: seen, warnings: [] });
      assert.deepEqual(await box.decode(GOOD, INPUT), GOOD_RESULT);
    }
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});

test('state does not outlive a message that failed either', async () => {
  await withBox(async (box) => {
    const codec = aCodec(
      'stateful',
      'n++; if (input.bytes[0] === 1) throw 1; if (input.bytes[0] === 2) for (;;); return { data: { n } };',
      'let n = 0;',
    );
    for (const first of [1, 0, 2, 0, 1, 0]) {
      const result = await box.decode(codec, { ...INPUT, bytes: Uint8Array.of(first) });
      if (first === 0) assert.deepEqual(result, { ok: true, data: { n: 1 }, warnings: [] });
      else assert.equal(result.ok, false);
    }
  });
});

test('a codec that attacks while it is loaded fails like one that attacks later', async () => {
  await withBox(async (box) => {
    const tops: [string, DecodeFailure][] = [
      ['for (;;);', 'deadline'],
      ['const a = []; for (;;) a.push([a]);', 'memory'],
      ["Object.defineProperty(globalThis, 'decodeUplink', { get() { for (;;); } });", 'deadline'],
      ['throw { toString() { for (;;); } };', 'deadline'],
    ];
    for (const [source, reason] of tops) {
      const result = await box.decode({ hash: source, source }, INPUT);
      assert.equal(result.ok ? '' : result.reason, reason, source);
      assert.deepEqual(await box.decode(GOOD, INPUT), GOOD_RESULT);
    }
  });
});
