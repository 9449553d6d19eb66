/** Themes of the vocabulary in plain words. */
export const THEMES: Record<string, string> = {
  air: 'Outdoor air',
  indoor: 'Indoor air',
  water: 'Water and rain',
  counts: 'People and vehicles counted',
  energy: 'Energy',
  noise: 'Noise',
  device: 'The device itself',
  charging: 'Charging points',
};
