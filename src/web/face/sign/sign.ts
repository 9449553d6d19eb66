/** Whether a technology can tell who people are: DTPR's yellow, blue and white. */
export type Identifiability = 'identifiable' | 'de_identified' | 'none';

/** A label with the name of its symbol (`symbols.ts`). */
export type SignItem = { label: string; symbol: string };

/** A technology on the sign. */
export type SignTechnology = SignItem & { identifiability: Identifiability };

/**
 * What the sign in the street says; made from the declaration in force and from nothing else. `printedFrom` names
 * that version, `dataNote` says in a sentence what happens to the data, `url` goes into the QR code and `shortUrl`
 * is what people type.
 */
export type Sign = {
  purpose: SignItem | SignItem[];
  accountable: { name: string };
  technologies: SignTechnology[];
  url: string;
  shortUrl: string;
  placeName: string;
  dataNote: string;
  printedFrom: string;
};

/** The sentence every DTPR sign carries. // Helpful-Places/dtpr, CC BY 4.0 attribution */
export const attribution =
  'This sign uses the Digital Trust for Places and Routines communication standard available at go.dtpr.guide/github. ' +
  'The Icons and Taxonomy are licensed under Creative Commons Attribution 4.0 International (CC BY 4.0).';

const order: Record<Identifiability, number> = { identifiable: 0, de_identified: 1, none: 2 };

/** At most three purposes, the most important first as given. // DTPR ordering rules */
export function purposesOf(sign: Sign): SignItem[] {
  return [sign.purpose].flat().slice(0, 3);
}

/** Technologies with what identifies people first, then what is de-identified; otherwise in the order given. // DTPR ordering rules */
export function technologiesOf(sign: Sign): SignTechnology[] {
  return [...sign.technologies].sort((a, b) => order[a.identifiability] - order[b.identifiability]);
}
