/** The contrast between two six-digit hex colours, 1 to 21. // WCAG 2.2 §1.4.3, relative luminance */
export function contrastRatio(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The accent if it is a six-digit hex colour of at least 4.5:1 on white, else undefined: the plate is then drawn without. */
export function readableAccent(accent: string | null | undefined): string | undefined {
  if (!accent || !/^#[0-9a-f]{6}$/i.test(accent)) return undefined;
  return contrastRatio(accent, '#ffffff') >= 4.5 ? accent : undefined;
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
