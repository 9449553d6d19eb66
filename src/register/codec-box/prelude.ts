import { ANSWER } from './answer.ts';

/**
 * Runs inside the interpreter before the codec. It keeps the built-ins it needs to itself before a codec can replace them, calls
 * the codec, and lets only text out. BigInts get a JSON form; `console` swallows what codecs print.
 */
export const PRELUDE = `((longest) => {
  'use strict';
  const { parse, stringify } = JSON;
  const { isSafeInteger } = Number;
  const D = Date, E = Error, I = InternalError, X = SyntaxError, S = String, N = Number;
  Object.defineProperty(BigInt.prototype, 'toJSON', {
    value() { const n = N(this); return isSafeInteger(n) ? n : S(this); },
  });
  const quiet = () => {};
  Object.defineProperty(globalThis, 'console', {
    value: { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet }, writable: true, configurable: true,
  });
  const kindOf = (e) => {
    try {
      if (e === null || (e instanceof I && (e.message === 'out of memory' || e.message === 'string too long'))) return '${ANSWER.memory}';
    } catch (inner) {}
    return '${ANSWER.threw}';
  };
  const describe = (e) => {
    try {
      const text = e instanceof E ? e.name + ': ' + e.message + '\\n' + e.stack : 'the codec threw ' + S(e);
      return text.length > 4000 ? 'the codec threw ' + text.length + ' characters' : text;
    } catch (inner) {
      return 'the codec threw something that cannot be shown';
    }
  };
  const prepare = (decode, legacy) => (text) => {
    let output;
    try {
      const input = parse(text);
      output = stringify(
        legacy
          ? { data: decode(input[2], input[0]) }
          : decode({ bytes: input[2], fPort: input[0], recvTime: new D(input[1] === null ? NaN : input[1]) }),
      );
    } catch (e) {
      return kindOf(e) + describe(e);
    }
    if (output === undefined) return '${ANSWER.notAnObject}the codec returned nothing; return { data: { … } }';
    if (output.length <= longest) return '${ANSWER.output}' + output;
    return '${ANSWER.tooBig}the result has ' + output.length + ' characters; at most ' + longest + ' are taken';
  };
  const explainLoad = (e) => (e instanceof X ? '${ANSWER.syntax}' : kindOf(e)) + describe(e);
  return { prepare, explainLoad };
})`;

/** Finds the codec's function after its source ran: TS013's `decodeUplink(input)`, else TTN's older `Decoder(bytes, port)`. */
export const FIND_FUNCTION = `(typeof decodeUplink === 'function' ? decodeUplink : typeof Decoder === 'function' ? Decoder : null)`;

/** True when only the older function is there. */
export const IS_LEGACY = `(typeof decodeUplink !== 'function')`;
