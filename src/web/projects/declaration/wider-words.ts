import type { Difference, Wider } from '../../../register/index.ts';

/** Why a version needs approval, each under the name its field has on pages. */
export function widerWords(wider: readonly Wider[], changes: readonly Difference[]): { name: string; why: string }[] {
  return wider.map(({ path, why }) => {
    const change =
      changes.find((each) => each.path === path) ?? changes.find((each) => each.path.startsWith(`${path}.`));
    return { name: change?.label ?? path.split('.').at(-1)!.replaceAll('_', ' '), why };
  });
}
