import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type CodecBox, createCodecBox } from './codec-box.ts';
import type { Codec, DecodeResult } from './codec-result.ts';

let box: CodecBox;
before(async () => {
  box = createCodecBox();
  await box.start();
});
after(() => box.stop());

const RECEIVED = new Date('2024-07-01T12:00:00Z');
let codecs = 0;

function aCodec(source: string): Codec {
  return { hash: `codec-${++codecs}`, source };
}

function decode(codec: Codec, ...bytes: number[]): Promise<DecodeResult> {
  return box.decode(codec, { bytes: Uint8Array.from(bytes), fPort: 2, recvTime: RECEIVED });
}

/** What a function body returns as data. */
async function dataOf(body: string): Promise<Record<string, unknown>> {
  const result = await decode(aCodec(`function decodeUplink(input) { ${body} }`), 1, 2, 3);
  assert.ok(result.ok, JSON.stringify(result));
  return result.data;
}

test('a codec gets bytes, port and time, and gives data and warnings', async () => {
  const codec = aCodec(`const decodeUplink = ({ bytes, fPort, recvTime }) => ({
    data: { t: ((bytes[0] << 8) | bytes[1]) / 100, fPort, hour: recvTime.getHours(), isList: Array.isArray(bytes) },
    warnings: ['low battery'],
  });`);
  assert.deepEqual(await decode(codec, 8, 52), {
    ok: true,
    data: { t: 21, fPort: 2, hour: 12, isList: true },
    warnings: ['low battery'],
  });
});

test("a codec in TTN's older form, Decoder(bytes, port), works too; decodeUplink wins when both are there", async () => {
  const older = 'function Decoder(bytes, port) { return { first: bytes[0], port: port }; }';
  assert.deepEqual(await decode(aCodec(older), 7), { ok: true, data: { first: 7, port: 2 }, warnings: [] });
  const both = `${older} function decodeUplink() { return { data: { newer: true } }; }`;
  assert.deepEqual(await decode(aCodec(both), 7), { ok: true, data: { newer: true }, warnings: [] });
});

test('any error a codec names fails the decode, and its warnings are kept', async () => {
  const codec = aCodec(
    `function decodeUplink() { return { data: { t: 1 }, warnings: ['w'], errors: ['unknown FPort'] }; }`,
  );
  assert.deepEqual(await decode(codec), { ok: false, reason: 'errors', errors: ['unknown FPort'], warnings: ['w'] });
});

test('values that JSON cannot say arrive as documented', async () => {
  const data = await dataOf(`return { data: {
    nan: NaN, infinite: -Infinity, none: undefined, nothing: null, f: () => 1, symbol: Symbol('s'), list: [undefined, () => 1],
    date: new Date(0), small: 12n, large: 12345678901234567890n, bytes: new Uint8Array([1, 2]), map: new Map([[1, 2]]),
    ['__proto__']: { polluted: true }, inner: JSON.parse('{"__proto__": {"polluted": true}}'), half: '\\ud800',
  } };`);
  assert.deepEqual(data, {
    nan: null,
    infinite: null,
    nothing: null,
    list: [null, null],
    date: '1970-01-01T00:00:00.000Z',
    small: 12,
    large: '12345678901234567890',
    bytes: { 0: 1, 1: 2 },
    map: {},
    inner: {},
    half: '\ud800',
  });
});

test('a result that is not an object with data is refused', async () => {
  for (const result of [
    'undefined',
    'null',
    '3',
    '"text"',
    '[]',
    '{}',
    '{ data: 3 }',
    '{ data: [1] }',
    'Promise.resolve({ data: {} })',
  ]) {
    const answer = await decode(aCodec(`function decodeUplink() { return ${result}; }`));
    assert.equal(answer.ok ? 'ok' : answer.reason, 'not-an-object', result);
  }
});

test('a codec that throws anything fails with what can be shown of it', async () => {
  const cases: [string, RegExp][] = [
    ['null.x', /TypeError: .* \(line 1\)/],
    ["throw 'a text'", /a text/],
    ['throw { toString() { throw 1; } }', /cannot be shown/],
    ['throw { get message() { throw 1; } }', /threw/],
    ["throw Object.assign(new Error('x'), { message: Symbol('s') })", /cannot be shown/],
    ["throw new Error('x'.repeat(100000))", /threw 1000\d\d characters/],
    ['const a = {}; a.a = a; return { data: a }', /circular/],
    ["return { data: { get t() { throw new Error('in a getter'); } } }", /in a getter/],
    ["Object.prototype.toJSON = () => { throw new Error('in toJSON'); }; return { data: {} }", /in toJSON/],
  ];
  for (const [body, pattern] of cases) {
    const answer = await decode(aCodec(`function decodeUplink() { ${body} }`));
    assert.ok(!answer.ok && answer.reason === 'threw', `${body}: ${JSON.stringify(answer)}`);
    assert.match(answer.errors.join(), pattern, body);
  }
});

test('a codec that cannot be loaded says why, each time', async () => {
  const syntax = aCodec('function decodeUplink(input) {\n  return { data: ;\n}');
  for (let times = 0; times < 2; times++) {
    const answer = await decode(syntax);
    assert.ok(!answer.ok && answer.reason === 'syntax', JSON.stringify(answer));
    assert.match(answer.errors[0]!, /SyntaxError: .*\(line 2\)/);
  }
  const reasonOf = async (source: string) => {
    const answer = await decode(aCodec(source));
    return answer.ok ? 'ok' : answer.reason;
  };
  assert.equal(await reasonOf('var decodeUplink = 3;'), 'no-function');
  assert.equal(await reasonOf(''), 'no-function');
  assert.equal(await reasonOf("throw new Error('at the top')"), 'threw');
  assert.equal(
    await reasonOf(`/* ${'x'.repeat(200_000)} */ function decodeUplink() { return { data: {} }; }`),
    'too-big',
  );
});

test('a codec with the hash of another but a different source is a different codec', async () => {
  const one = { hash: 'same', source: 'function decodeUplink() { return { data: { one: 1 } }; }' };
  const two = { hash: 'same', source: 'function decodeUplink() { return { data: { two: 2 } }; }' };
  for (const codec of [one, two, one]) {
    const expected = codec === one ? { one: 1 } : { two: 2 };
    assert.deepEqual(await decode(codec), { ok: true, data: expected, warnings: [] });
  }
});

test('a codec sees the built-ins of JavaScript and nothing of the machine', async () => {
  const data =
    await dataOf(`const names = ['process', 'require', 'module', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask',
    'XMLHttpRequest', 'WebAssembly', 'Buffer', 'std', 'os', 'scriptArgs', 'print', 'performance', 'Worker', 'navigator', 'global'];
    return { data: { found: names.filter((name) => name in globalThis), console: typeof console.log('quiet') } };`);
  assert.deepEqual(data, { found: [], console: 'undefined' });
});

test('codecs see UTC, wherever Lamppost runs', async () => {
  const zone = process.env.TZ;
  process.env.TZ = 'Australia/Adelaide';
  try {
    assert.notEqual(new Date(2024, 6, 1).getTimezoneOffset(), 0);
    const data = await dataOf(
      'const d = new Date(2024, 6, 1, 12); return { data: { d, offset: d.getTimezoneOffset() } };',
    );
    assert.deepEqual(data, { d: '2024-07-01T12:00:00.000Z', offset: 0 });
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('many messages of many codecs all get their own answer', async () => {
  const many = Array.from({ length: 60 }, (_, n) =>
    aCodec(`function decodeUplink(i) { return { data: { n: ${n}, b: i.bytes[0] } }; }`),
  );
  const answers = await Promise.all(Array.from({ length: 3000 }, (_, at) => decode(many[at % 60]!, at % 256)));
  answers.forEach((answer, at) => {
    assert.deepEqual(answer, { ok: true, data: { n: at % 60, b: at % 256 }, warnings: [] });
  });
});

test('a box that keeps few codecs warm loads the others again', async () => {
  const small = createCodecBox({ warmCodecs: 2 });
  const five = Array.from({ length: 5 }, (_, n) =>
    aCodec(`let state = ${n}; function decodeUplink() { return { data: { n: state++ } }; }`),
  );
  for (let round = 0; round < 3; round++) {
    for (const [n, codec] of five.entries()) {
      const answer = await small.decode(codec, { bytes: Uint8Array.of(), fPort: 1, recvTime: RECEIVED });
      assert.deepEqual(answer, { ok: true, data: { n }, warnings: [] });
    }
  }
  await small.stop();
});

test('a stopped box refuses messages, so that their senders try again', async () => {
  const brief = createCodecBox();
  const codec = aCodec('function decodeUplink() { return { data: {} }; }');
  const input = { bytes: Uint8Array.of(1), fPort: 1, recvTime: RECEIVED };
  assert.deepEqual(await brief.decode(codec, input), { ok: true, data: {}, warnings: [] });
  const under = brief.decodeMany(codec, Array(500).fill(input));
  const refused = assert.rejects(under, { code: 'REG_CODEC_BOX_STOPPED' });
  await brief.stop();
  await refused;
  await assert.rejects(brief.decode(codec, input), { code: 'REG_CODEC_BOX_STOPPED' });
});
