/** Where a text stops being JSON: the parser of the runtime does not always say. Runs only for texts that are not JSON. */

const BLANK = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON texts may not hold them
const NAME = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = new RegExp(`${NAME.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, 'y');

/** The index of the first character that does not belong there; the length of the text when it ends too early. */
export function findJsonFault(text: string): number {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let wants: 'value' | 'name' | 'comma' = 'value';
  let mayClose = false; // right after an opening bracket
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match !== null;
  };
  for (;;) {
    take(BLANK);
    if (at >= text.length) return text.length;
    const character = text[at]!;
    const closes = open.at(-1) === '{' ? '}' : ']';
    if (open.length > 0 && character === closes && (wants === 'comma' || mayClose)) {
      at++;
      open.pop();
      wants = 'comma';
      mayClose = false;
    } else if (wants === 'comma') {
      if (open.length === 0 || character !== ',') return at;
      at++;
      wants = open.at(-1) === '{' ? 'name' : 'value';
    } else if (wants === 'name') {
      if (!take(NAME)) return at;
      take(BLANK);
      if (text[at] !== ':') return at;
      at++;
      wants = 'value';
      mayClose = false;
    } else if (character === '{' || character === '[') {
      at++;
      open.push(character);
      wants = character === '{' ? 'name' : 'value';
      mayClose = true;
    } else {
      if (!take(SCALAR)) return at;
      wants = 'comma';
      mayClose = false;
    }
  }
}
