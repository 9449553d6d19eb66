import {
  type ShownDeclaration,
  sayAudience,
  sayClass,
  sayDecimals,
  sayInterval,
  sayLawfulBasis,
  sayPlace,
  sayRetention,
} from '../../register/index.ts';

interface Fact {
  name: string;
  text?: string;
  note?: string;
  html?: string;
}

/** Why, who, how long, until when, who sees it: the promise as the facts of a page. */
export function promiseFacts({ body, isInForce }: ShownDeclaration): Fact[] {
  const keeps = [...new Set(body.properties.map((property) => property.retention_days))].sort((a, b) => a - b);
  return [
    {
      name: 'Why',
      text: body.purposes.map((purpose) => purpose.label).join('; '),
      note: body.purposes.map((purpose) => purpose.because).join(' '),
    },
    {
      name: 'Who is responsible',
      text: body.controller,
      ...(body.processors.length > 0 ? { note: `Handled for them by ${body.processors.join(', ')}.` } : {}),
    },
    {
      name: 'What it captures',
      text: capital(sayClass(body.classes.capture)),
      note: `Stored: ${sayClass(body.classes.stored)}. Published: ${sayClass(body.classes.published)}.`,
    },
    ...(body.capable_but_off.length > 0
      ? [{ name: 'Could do, but is switched off', text: body.capable_but_off.join('; ') }]
      : []),
    {
      name: 'How long it is kept',
      text:
        keeps.length === 1
          ? sayRetention(keeps[0]!)
          : `${sayRetention(keeps[0]!)} to ${sayRetention(keeps.at(-1)!)}, depending on what is measured`,
    },
    { name: 'Who sees it', text: capital(seenBy(body.properties).join('; ')) },
    { name: 'Who acts on it', text: body.who_acts },
    { name: 'Lawful basis', text: capital(sayLawfulBasis(body.lawful_basis)) },
    ...(body.trial
      ? [{ name: 'A trial', text: body.trial.question, note: `At most ${body.trial.most_devices} devices, 12 weeks.` }]
      : []),
    ...(body.continuity ? [{ name: `Protects ${body.continuity.protects}`, text: body.continuity.plan }] : []),
    {
      name: 'Until when',
      text: isInForce ? longDay(body.ends_on) : 'Stopped: no readings are taken',
      note: isInForce ? `People look at it again by ${longDay(body.review_on)}.` : '',
    },
  ];
}

/** Who sees how much; of how many of the things measured, where it is not all of them. */
function seenBy(properties: ShownDeclaration['body']['properties']): string[] {
  const counts = new Map<string, number>();
  for (const { audiences } of properties)
    for (const words of audiences.map(sayAudience)) counts.set(words, (counts.get(words) ?? 0) + 1);
  const all = properties.length;
  return [...counts].map(([words, count]) =>
    count === all ? words : `${words} (${count} of the ${all} things measured)`,
  );
}

/** Each measured property with what is promised of it, for a table. */
export function promisedProperties({ body }: ShownDeclaration, nameOf: (code: string) => string) {
  return body.properties.map((property) => ({
    name: nameOf(property.property),
    purposes: property.purposes
      .map((code) => body.purposes.find((purpose) => purpose.code === code)?.label ?? code)
      .join('; '),
    interval: sayInterval(property.shortest_interval_s),
    precision: sayDecimals(property.decimals),
    place: sayPlace(property.place_precision_m),
    kept: sayRetention(property.retention_days),
    audiences: property.audiences.map(sayAudience).join('; '),
  }));
}

/** `2027-03-31` as 31 March 2027. */
export function longDay(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
