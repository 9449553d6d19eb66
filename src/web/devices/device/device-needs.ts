/** What an officer should do about a device: the first thing its page says. Pure. */
import type { DeviceState } from '../../../register/index.ts';

/** A required channel is worth a look when it is missing this many times running. */
const MISSING_RUNNING = 3;
const YEAR_MS = 365 * 86_400_000;

export interface DeviceNeed {
  readonly says: string;
  readonly href?: string;
  readonly link?: string;
}

export interface DeviceFactsForNeeds {
  readonly href: string;
  readonly projectHref: string;
  readonly state: DeviceState;
  readonly isPlaced: boolean;
  readonly hasIdentifier: boolean;
  readonly isDeclared: boolean;
  readonly undeclared: readonly string[];
  readonly confirmedAt: Date | null;
  readonly createdAt: Date;
  readonly lastUplinkAt: Date | null;
  readonly missing: Readonly<Record<string, number>>;
}

/** What needs doing, the most pressing first; empty when nothing does. A retired device needs nothing. */
export function needsOf(facts: DeviceFactsForNeeds, now: Date): DeviceNeed[] {
  const { state, href } = facts;
  if (state === 'retired') return [];
  const needs: DeviceNeed[] = [];
  if (!facts.isDeclared)
    needs.push({
      says: 'Its project has no declaration in force, so nothing it sends is stored.',
      href: `${facts.projectHref}/declaration`,
      link: 'Open the declaration',
    });
  if (state === 'planned')
    needs.push({
      says: 'It is planned, so its readings are refused. Set it live when it stands.',
      href: `${href}/state`,
      link: 'Change its state',
    });
  if (state === 'faulty' || state === 'silent' || state === 'maintenance') needs.push(trouble(state, href));
  if (!facts.hasIdentifier)
    needs.push({
      says: 'It has no identifier, so its messages cannot be told apart from others.',
      href: `${href}/edit`,
      link: 'Add its identifier',
    });
  if (!facts.isPlaced)
    needs.push({ says: 'Nobody has said where it stands.', href: `${href}/move`, link: 'Say where it stands' });
  const lost = Object.entries(facts.missing).filter(([, times]) => times >= MISSING_RUNNING);
  if (lost.length > 0)
    needs.push({
      says: `Its last messages lack ${lost.map(([field]) => field).join(', ')}. Its firmware may have changed; compare it with its model.`,
    });
  if (facts.isDeclared && facts.undeclared.length > 0)
    needs.push({
      says: `The declaration does not name ${facts.undeclared.join(', ')}, so these readings are refused.`,
      href: `${facts.projectHref}/declaration`,
      link: 'Open the declaration',
    });
  if (state !== 'planned' && facts.lastUplinkAt === null)
    needs.push({
      says: 'Nothing was ever heard of it. Check its identifier and its source.',
      href: '/inbox',
      link: 'Look in the inbox',
    });
  const seenAt = facts.confirmedAt ?? facts.createdAt;
  if (state !== 'planned' && now.getTime() - seenAt.getTime() > YEAR_MS)
    needs.push({ says: 'Nobody has confirmed for a year that it is where the register says.' });
  return needs;
}

function trouble(state: 'faulty' | 'silent' | 'maintenance', href: string): DeviceNeed {
  const says = {
    faulty: 'It is marked as faulty.',
    silent: 'It has not been heard for too long. Check its power and its network.',
    maintenance: 'It is marked as in maintenance. Set it live when the work is done.',
  }[state];
  return { says, href: `${href}/state`, link: 'Change its state' };
}
