/** What a form says about where a device stands. Pure. */
import { PLACE_KINDS, type PlaceKind } from '../../../register/index.ts';
import type { FieldError, Form } from '../../projects/form.ts';

/** In the register already, new, or not known yet. */
export type Where = 'there' | 'new' | 'later';

export interface PlaceAnswers {
  readonly where: string;
  readonly place: string;
  readonly name: string;
  readonly kind: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly areaCode: string;
  readonly mountedOn: string;
  readonly height: string;
}

export function placeAnswersIn(form: Form): PlaceAnswers {
  return {
    where: form.text('where'),
    place: form.text('place'),
    name: form.text('place_name'),
    kind: form.text('place_kind'),
    latitude: form.text('latitude'),
    longitude: form.text('longitude'),
    areaCode: form.text('area_code').toUpperCase(),
    mountedOn: form.text('mounted_on'),
    height: form.text('height'),
  };
}

/** What is missing or unreadable, before anything is looked up. `choices`: the answers the form offers to "where". */
export function placeProblems(answers: PlaceAnswers, choices: readonly Where[]): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: string, text: string) => errors.push({ field, text });
  if (!choices.includes(answers.where as Where)) wrong('where', 'Say where it stands');
  if (answers.where === 'there' && answers.place === '') wrong('place', 'Enter the name of the place');
  if (answers.where === 'new') {
    if (answers.name === '') wrong('place_name', 'Enter a name for the place');
    if (!isPlaceKind(answers.kind)) wrong('place_kind', 'Choose what kind of place it is');
    for (const axis of ['latitude', 'longitude'] as const) {
      if (answers[axis] === '') wrong(axis, `Enter the ${axis}`);
      else if (!Number.isFinite(Number(answers[axis])))
        wrong(axis, `Enter the ${axis} in degrees, such as ${EXAMPLE[axis]}`);
    }
    if (answers.kind === 'dwelling' && answers.areaCode === '')
      wrong('area_code', 'Enter the area code: a home is counted under it');
  }
  if (answers.height !== '' && !isHeight(answers.height)) wrong('height', 'Enter the height in metres, such as 3.5');
  return errors;
}

/** Metres, or null where nothing was said. */
export function heightOf({ height }: PlaceAnswers): number | null {
  return height === '' ? null : Number(height);
}

export function isPlaceKind(kind: string): kind is PlaceKind {
  return (PLACE_KINDS as readonly string[]).includes(kind);
}

const EXAMPLE = { latitude: '51.5033', longitude: '-0.0876' };

function isHeight(text: string): boolean {
  const metres = Number(text);
  return Number.isFinite(metres) && metres >= -200 && metres <= 1000;
}
