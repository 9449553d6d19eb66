import { datachainOf, type Taxonomy } from '../../publish/index.ts';
import type { ShownDeclaration } from '../../register/index.ts';
import type { Sign } from '../face/sign/sign.ts';
import { symbolOfElement } from '../face/sign/symbols.ts';
import { longDay } from './promise-facts.ts';

/** What the sign hangs on or stands for: one place, or a zone with several. */
export interface SignSubject {
  readonly name: string;
  readonly authorityName: string;
  /** Where its code leads: /p/… for a place, /z/… for a zone. */
  readonly path: string;
  /** Of a zone: the places in it. */
  readonly places?: readonly string[];
}

/** The sign, from the declarations of the devices there and from nothing else. */
export function signOf(
  subject: SignSubject,
  promises: readonly ShownDeclaration[],
  publicUrl: string,
  taxonomy: Taxonomy,
): Sign {
  const bodies = promises.map((promise) => promise.body);
  const chain = datachainOf(bodies, taxonomy);
  const item = ({ element, label, symbol }: (typeof chain)[number]) => ({
    label,
    symbol: symbolOfElement(element.replace(/^lamppost:/, ''), symbol),
  });
  const url = publicUrl + subject.path;
  const ends = bodies
    .map((body) => body.ends_on)
    .sort()
    .at(-1);
  const seen = promises.map((promise) => `${promise.body.sharing.dataset} version ${promise.version}`).join(', ');
  const responsible = [...new Set(bodies.map((body) => body.controller))].join(', ');
  const note = noteOf(
    bodies.map((body) => body.classes.capture),
    ends,
  );
  return {
    purpose: chain.filter((link) => link.category === 'purpose').map(item),
    accountable: { name: responsible || subject.authorityName },
    technologies: chain
      .filter((link) => link.category === 'tech')
      .map((link) => ({ ...item(link), identifiability: link.identifiability ?? 'none' })),
    url,
    shortUrl: url.replace(/^https?:\/\//, ''),
    placeName: subject.name,
    dataNote: subject.places ? `${note} Sensors stand at: ${subject.places.join('; ')}.` : note,
    printedFrom: `Declaration ${seen}`,
  };
}

/** A place's or project's id in base 36: short enough to type from a lamp post. */
export function shortCode(id: number): string {
  return id.toString(36);
}

export function idOfCode(code: string): number | undefined {
  const id = /^[0-9a-z]{1,6}$/i.test(code) ? Number.parseInt(code, 36) : 0;
  return id > 0 && id < 2 ** 31 ? id : undefined;
}

function noteOf(captures: readonly string[], ends: string | undefined): string {
  const sees = captures.every((capture) => capture === 'none')
    ? 'Nothing about people is captured.'
    : captures.some((capture) => capture === 'identifiable' || capture === 'pseudonymous')
      ? 'What is captured can identify people.'
      : 'People are noticed, but not who they are.';
  return ends ? `${sees} Until ${longDay(ends)} at the latest.` : sees;
}
