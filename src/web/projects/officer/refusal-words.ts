const WORDS: Record<string, [says: string, cure: string]> = {
  'unknown-device': ['Unknown device', 'Register the device, or stop it sending.'],
  'device-not-live': ['Device not live', 'Set its state to live when it is placed.'],
  'undeclared-property': ['Not declared', 'Declare the property, or leave the channel out of the model.'],
  'declaration-not-in-force': ['Declaration not in force', 'Have a declaration approved; nothing is stored before.'],
  'consent-withdrawn': ['Consent withdrawn', 'Nothing to do: sensing has stopped as asked.'],
  'out-of-range': ['Out of range', 'Check the device and its unit.'],
  unparseable: ['Could not be read', 'Check the codec against the firmware.'],
  'too-frequent': ['More often than declared', 'Slow the device down, or declare a shorter interval.'],
  clock: ['Ahead of our clock', 'Set the clock of the device or gateway.'],
};

/** A reason of refusal in words, and what an officer can do about it. */
export function refusalWords(reason: string): { says: string; cure: string } {
  const [says, cure] = WORDS[reason] ?? [reason.replaceAll('-', ' '), 'See the device’s page.'];
  return { says, cure };
}
