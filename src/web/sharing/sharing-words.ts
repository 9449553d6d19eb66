import { type SharingAgreement, sayDetail } from '../../register/index.ts';
import { PURPOSES } from '../projects/declaration/choices.ts';

/** Where an agreement stands, in a word. */
export function stateOf(
  agreement: SharingAgreement,
  today: string,
): 'in force' | 'ended' | 'over' | 'to come' | 'proposed' {
  if (agreement.endedAt) return 'ended';
  if (!agreement.approved) return 'proposed';
  if (agreement.inForce) return 'in force';
  return agreement.endsOn < today ? 'over' : 'to come';
}

const KINDS = { 'in force': 'good', 'to come': 'waiting', proposed: 'waiting', ended: 'quiet', over: 'quiet' } as const;

/** An agreement as pages draw it. */
export function shownAgreement(agreement: SharingAgreement, today: string) {
  const state = stateOf(agreement, today);
  const names = (which: 'gives' | 'receives') =>
    agreement.parties
      .filter((party) => party[which])
      .map(({ authorityName }) => authorityName)
      .join(', ');
  return {
    ...agreement,
    href: `/sharing/${agreement.id}`,
    state,
    stateKind: KINDS[state],
    givers: names('gives'),
    receivers: names('receives'),
    purposeWords: agreement.purposes
      .map((code) => PURPOSES.find(({ value }) => value === code)?.text ?? code)
      .join(', '),
    detailWords: sayDetail(agreement.detail),
    given: agreement.parties
      .filter(({ gives }) => gives)
      .map((party) => ({
        ...party,
        shared: agreement.shared.filter(({ authorityId }) => authorityId === party.authorityId),
      })),
  };
}
