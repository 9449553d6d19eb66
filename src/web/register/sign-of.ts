import type { PlacePage, ShownDeclaration } from '../../register/index.ts';
import type { Sign, SignTechnology } from '../face/sign/sign.ts';
import { longDay } from './promise-facts.ts';

const DTPR_CLASS = {
  none: 'none',
  de_identified: 'de_identified',
  pseudonymous: 'identifiable',
  identifiable: 'identifiable',
} as const;

/** The sign of a place, from the declarations of the devices there and from nothing else. */
export function signOf(place: PlacePage['place'], promises: readonly ShownDeclaration[], publicUrl: string): Sign {
  const bodies = promises.map((promise) => promise.body);
  const technologies = new Map<string, SignTechnology>();
  for (const body of bodies) {
    for (const technology of body.technologies) {
      const identifiability = DTPR_CLASS[body.classes.capture];
      technologies.set(`${technology}:${identifiability}`, {
        label: wordsOf(technology),
        symbol: technology,
        identifiability,
      });
    }
  }
  const url = `${publicUrl}/p/${shortCode(place.id)}`;
  const ends = bodies
    .map((body) => body.ends_on)
    .sort()
    .at(-1);
  const seen = promises.map((promise) => `${promise.body.sharing.dataset} version ${promise.version}`).join(', ');
  return {
    purpose: bodies.flatMap((body) => body.purposes.map((purpose) => ({ label: purpose.label, symbol: purpose.code }))),
    accountable: { name: bodies[0]?.controller ?? place.authorityName },
    technologies: [...technologies.values()],
    url,
    shortUrl: url.replace(/^https?:\/\//, ''),
    placeName: place.name,
    dataNote: noteOf(
      bodies.map((body) => body.classes.capture),
      ends,
    ),
    printedFrom: `Declaration ${seen}`,
  };
}

/** A place's id in base 36: short enough to type from a lamp post. */
export function shortCode(placeId: number): string {
  return placeId.toString(36);
}

export function placeIdOf(code: string): number | undefined {
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

function wordsOf(element: string): string {
  const words = element.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
