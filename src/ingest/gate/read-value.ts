/** From what a device sent to what a channel of its model means. Pure. */
import type { ChannelPlan } from '../../register/index.ts';

export type ReadValue =
  | { readonly as: 'number'; readonly value: number }
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'blank' }
  | { readonly as: 'unparseable'; readonly why: string }
  | { readonly as: 'out-of-range'; readonly why: string };

const BLANK: ReadValue = { as: 'blank' };
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const NOTHING = /^(nan|null)$/i;
const TRUE = /^(true|1|on|yes|open)$/i;
const FALSE = /^(false|0|off|no|closed)$/i;
const LONGEST_TEXT = 200;

/** No value at all: null, an empty text, NaN. Decided before anything else is asked of a field. */
export function isBlank(raw: unknown): boolean {
  return raw === null || (typeof raw === 'string' ? raw.trim() === '' : typeof raw === 'number' && Number.isNaN(raw));
}

/** Numeric texts become numbers, sentinels and NaN blank, units canonical; what lies outside the property is out of range. */
export function readValue(channel: ChannelPlan, raw: unknown): ReadValue {
  if (isBlank(raw)) return BLANK;
  switch (channel.kind) {
    case 'measurement':
    case 'count':
      return readNumber(channel, raw);
    case 'truth':
      return readTruth(raw);
    case 'category':
      return readCategory(channel, raw);
  }
}

function readNumber(channel: ChannelPlan, sent: unknown): ReadValue {
  const raw = typeof sent === 'number' ? sent : numberIn(sent);
  if (raw === null) return BLANK;
  if (raw === undefined || !Number.isFinite(raw)) return { as: 'unparseable', why: 'is not a number' };
  if (channel.blankValues.length > 0 && channel.blankValues.includes(raw)) return BLANK;
  const value = channel.convert(raw);
  if (channel.kind === 'count' && !Number.isInteger(value)) return { as: 'unparseable', why: 'is not a whole number' };
  if (!Number.isFinite(value)) return { as: 'out-of-range', why: 'is too large' };
  if (channel.min !== undefined && value < channel.min) return outside(channel);
  if (channel.max !== undefined && value > channel.max) return outside(channel);
  return { as: 'number', value };
}

/** Null where the text says that there is no value, undefined where it is none. */
function numberIn(sent: unknown): number | null | undefined {
  if (typeof sent !== 'string') return undefined;
  const text = sent.trim();
  if (NUMBER.test(text)) return Number(text);
  return NOTHING.test(text) ? null : undefined;
}

function outside(channel: ChannelPlan): ReadValue {
  return { as: 'out-of-range', why: `lies outside what ${channel.propertyCode} can be` };
}

function readTruth(sent: unknown): ReadValue {
  const text = String(sent).trim();
  if (NOTHING.test(text)) return BLANK;
  if (TRUE.test(text)) return { as: 'number', value: 1 };
  if (FALSE.test(text)) return { as: 'number', value: 0 };
  return { as: 'unparseable', why: 'is neither true nor false' };
}

function readCategory(channel: ChannelPlan, sent: unknown): ReadValue {
  if (typeof sent !== 'string' && typeof sent !== 'number' && typeof sent !== 'boolean') {
    return { as: 'unparseable', why: 'is not a text' };
  }
  const text = String(sent).trim();
  const known =
    channel.categories?.find((category) => category === text) ??
    channel.categories?.find((category) => category.toLowerCase() === text.toLowerCase());
  if (channel.categories && known === undefined)
    return { as: 'out-of-range', why: `is no value of ${channel.propertyCode}` };
  if (text.length > LONGEST_TEXT) return { as: 'unparseable', why: 'is too long' };
  return { as: 'text', text: (known ?? text).replaceAll('\0', '\uFFFD').toWellFormed() };
}
