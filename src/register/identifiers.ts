import type { IdentifierKind } from './device-plan.ts';
import { identifierInvalid } from './register.errors.ts';

export const IDENTIFIER_KINDS: readonly IdentifierKind[] = ['dev_eui', 'serial', 'mqtt_client', 'site_code'];

export interface Identifier {
  readonly kind: IdentifierKind;
  readonly value: string;
}

/**
 * The one way to write an identifier: a DevEUI as sixteen upper-case hex digits (colons, dashes and spaces between them
 * go), the others without spaces around them. Throws REG_IDENTIFIER_INVALID.
 */
export function normaliseIdentifier(
  { kind, value }: { kind: string; value: string },
  field = 'identifier',
): Identifier {
  const refuse = (why: string) => identifierInvalid({ field, value: value.slice(0, 80), why });
  const known = IDENTIFIER_KINDS.find((each) => each === kind);
  if (!known) throw refuse(`its kind must be one of ${IDENTIFIER_KINDS.join(', ')}`);
  if (known === 'dev_eui') {
    const eui = value.replace(/[\s:-]/g, '').toUpperCase();
    if (!/^[0-9A-F]{16}$/.test(eui)) throw refuse('a DevEUI has sixteen hex digits');
    return { kind: known, value: eui };
  }
  const text = value.trim();
  if (text === '') throw refuse('it is empty');
  if (text.length > 200) throw refuse('it is longer than 200 characters');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw refuse('it holds control characters');
  if (known === 'mqtt_client' && /[+#/]/.test(text)) throw refuse('over MQTT it may not hold +, # or /');
  return { kind: known, value: text };
}
