import { type Db, LamppostError } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { BREACH_KINDS, breachReach } from '../../publish/index.ts';
import { sayClass } from '../../register/index.ts';
import { instantIn } from '../data/readings-file.ts';
import { pagerFor } from '../face/pager.ts';

const PAGE_SIZE = 50;
const KIND_WORDS = { device: 'A device', supplier: 'A supplier, maker or processor', key: 'A key' } as const;

/** The form, and what a breach of the thing it names touches. A name that is nobody's comes back as a problem of the form. */
export async function breachPage(db: Db, viewer: Viewer, raw: Record<string, unknown>) {
  const first = (name: string) =>
    String([raw[name] ?? ''].flat()[0] ?? '')
      .trim()
      .slice(0, 200);
  const [kindText, name, sinceText] = [first('kind'), first('name'), first('since')];
  const kind = BREACH_KINDS.find((one) => one === kindText) ?? 'device';
  const form = {
    kinds: BREACH_KINDS.map((value) => ({ value, text: KIND_WORDS[value], selected: value === kind })),
    name,
    since: sinceText,
  };
  if (name === '') return { form };
  try {
    const reach = await breachReach(db, viewer, { kind, name, since: instantIn('since', sinceText) });
    const last = Math.max(1, Math.ceil(reach.activities.length / PAGE_SIZE));
    const page = Math.min(Math.max(1, Math.floor(Number(first('page'))) || 1), last);
    const urlFor = (number: number) =>
      `/records/breach?${new URLSearchParams({ kind, name, ...(sinceText ? { since: sinceText } : {}), page: String(number) })}`;
    return {
      form,
      reach: {
        ...reach,
        total: reach.activities.length,
        pager: pagerFor({ page, pageSize: PAGE_SIZE, total: reach.activities.length, urlFor }),
        rows: reach.activities.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((one) => ({
          activity: { text: one.projectTitle, href: one.projectHref },
          authority: one.authorityName,
          who: `${one.controller} (${one.contact})`,
          people: `Captured: ${sayClass(one.capture)}. Stored: ${sayClass(one.stored)}.`,
          measured: one.properties.join(', '),
          devices: one.devices,
          homes: one.homes,
          readings: one.readings,
          days: one.firstDay ? `${one.firstDay} to ${one.lastDay}` : 'none stored',
          tell: one.processors.join(', '),
        })),
        homes: reach.activities.reduce((sum, one) => sum + one.homes, 0),
        personal: reach.activities.some(({ stored, capture }) => stored !== 'none' || capture !== 'none'),
      },
    };
  } catch (error) {
    if (!(error instanceof LamppostError) || error.code === 'IDN_FORBIDDEN') throw error;
    return { form, problem: { field: error.field ?? 'name', text: `${error.message} ${error.cure}` } };
  }
}
