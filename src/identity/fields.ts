/** Checks of what people type into the forms of this room. Each returns the cleaned value or throws IDN_FIELD_INVALID. */
import { contrastWithWhite } from './contrast.ts';
import { fieldInvalid } from './identity.errors.ts';

const LEAST_CONTRAST = 4.5; // WCAG 2.2 success criterion 1.4.3

/** A non-empty line of at most 200 characters. `what` completes "Enter …". */
export function checkText(text: string, field: string, what: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  if (line === '') throw fieldInvalid({ field, why: `Enter ${what}.` });
  if (line.length > 200) throw fieldInvalid({ field, why: `Shorten ${what} to 200 characters or fewer.` });
  return line;
}

/** A short name for addresses: lower-case letters, digits and hyphens. */
export function checkSlug(text: string, field: string): string {
  const slug = text.trim();
  if (slug === '') throw fieldInvalid({ field, why: 'Enter a short name.' });
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
    const why = 'A short name has only lower-case letters, digits and hyphens, such as north-borough.';
    throw fieldInvalid({ field, why });
  }
  return slug;
}

/** An email address, lower-cased. Only the shape is checked. `whose` completes "Enter an email address". */
export function checkEmail(text: string, field: string, whose = ''): string {
  const email = text.trim().toLowerCase();
  if (email === '') throw fieldInvalid({ field, why: `Enter an email address${whose}.` });
  if (email.length > 254 || !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(email)) {
    throw fieldInvalid({ field, why: `Enter an email address${whose} in the form name@example.gov.uk.` });
  }
  return email;
}

/** A colour `#rrggbb` that white text can be read on (at least 4.5:1). */
export function checkAccent(text: string, field: string): string {
  const accent = text.trim().toLowerCase();
  if (!/^#[0-9a-f]{6}$/.test(accent)) {
    throw fieldInvalid({ field, why: 'Enter a colour as # and six digits or letters a to f, such as #12263f.' });
  }
  const contrast = contrastWithWhite(accent);
  if (contrast < LEAST_CONTRAST) {
    const why = `White text on ${accent} has a contrast of ${contrast.toFixed(1)}:1; choose a darker colour (4.5:1 or more).`;
    throw fieldInvalid({ field, why });
  }
  return accent;
}

/** A web address that a page may link to. */
export function checkWebsite(text: string, field: string): string {
  const address = text.trim();
  if (address.length > 200 || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw fieldInvalid({ field, why: 'Enter a web address that starts with https:// or http://.' });
  }
  return address;
}
