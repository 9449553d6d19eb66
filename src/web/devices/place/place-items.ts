import { PLACE_KINDS } from '../../../register/index.ts';
import { PLACE_WORDS } from '../device-words.ts';

/** The choices of the question where a device stands. */
export const WHERE_ITEMS = [
  { value: 'there', text: 'At a place that is in the register' },
  { value: 'new', text: 'At a new place' },
  { value: 'later', text: 'Nowhere yet', hint: 'You can say so later, on its page.' },
];

/** The kinds a new place can be of. */
export const KIND_ITEMS = PLACE_KINDS.map((value) => ({ value, text: PLACE_WORDS[value] }));
