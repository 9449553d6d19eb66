import { type EntityName, findNavigation, findProperty, isIdName } from './entity-model.ts';
import { unknownName } from './follow-path.ts';
import { leftOut, malformed, place, type SourceText } from './odata-error.ts';
import { splitOutsideQuotes } from './quoted-text.ts';

/**
 * `$select=name,Datastreams`: names of the entity's properties and navigation properties, in the order given, each once;
 * undefined for `*`. Selecting inside a property is left out (501).
 */
export function parseSelect(source: SourceText, entity: EntityName): readonly string[] | undefined {
  const names = new Set<string>();
  for (const [start, end] of splitOutsideQuotes(source.text, ',')) {
    const name = source.text.slice(start, end).trim();
    if (name === '*') return undefined;
    if (name === '') throw malformed(place(source, start, 'expected the name of a property'));
    if (findProperty(entity, name) || findNavigation(entity, name)) names.add(isIdName(name) ? 'id' : name);
    else if (/^@iot\.(selfLink|navigationLink)$/.test(name)) names.add(name);
    else if (name.includes('/'))
      throw leftOut(place(source, start, `selecting inside a property (${name.slice(0, 60)}) is not supported`));
    else throw malformed(place(source, start, unknownName(entity, name.slice(0, 60))));
  }
  return Object.freeze([...names]);
}
