// The symbols of a sign: Material Symbols, which DTPR's own icons derive from, inside DTPR's shapes.
import { MATERIAL_SYMBOLS } from './material-symbols.ts';
import { BETTER, SYMBOL_NAMES } from './symbol-names.ts';

/** The grid symbols are drawn on: paths stand between 0 and 960 across, and between -960 and 0 down. */
export const SYMBOL_GRID = 960;

/** The filled path of a symbol by its DTPR name (or an element's id, or ours); a sensor when we have none. */
export function symbolPath(name: string): string {
  const better = Object.hasOwn(BETTER, name) ? BETTER[name]! : name;
  const known = Object.hasOwn(SYMBOL_NAMES, better) ? better : 'sensor';
  return MATERIAL_SYMBOLS[SYMBOL_NAMES[known]!]!;
}

/** The name under which a DTPR element is drawn: ours where it says more, else its own symbol. */
export function symbolOfElement(id: string, symbol: string): string {
  return Object.hasOwn(BETTER, id) ? BETTER[id]! : symbol;
}
