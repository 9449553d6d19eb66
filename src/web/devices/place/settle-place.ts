import type { Tx } from '../../../base/index.ts';
import type { Viewer } from '../../../identity/index.ts';
import { slugOf } from '../../../projects/index.ts';
import { type PlacementInput, savePlace } from '../../../register/index.ts';
import { asFieldError, type FieldError, labelled } from '../../projects/form.ts';
import { renamed } from '../devices-page.ts';
import { heightOf, isPlaceKind, type PlaceAnswers } from './place-answers.ts';
import { placesCalled, placesLike } from './place-choices.store.ts';

/** Thrown inside a transaction to undo it: the lines of the form's error summary. */
export class FormRefused extends Error {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('the form was refused');
    this.errors = errors;
  }
}

/**
 * Finds the place a form names, or adds the new one it describes; undefined when it says "later". Throws FormRefused with
 * the field when there is no such place, more than one, or the new one cannot stand.
 */
export async function settlePlace(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  answers: PlaceAnswers,
): Promise<PlacementInput | undefined> {
  if (answers.where === 'later') return undefined;
  const placeId =
    answers.where === 'new'
      ? await addPlace(tx, viewer, authorityId, answers)
      : await findPlace(tx, viewer, authorityId, answers.place);
  return { placeId, mountedOn: answers.mountedOn, heightM: heightOf(answers) };
}

async function findPlace(tx: Tx, viewer: Viewer, authorityId: number, words: string): Promise<number> {
  const found = await placesCalled(tx, viewer, authorityId, words);
  if (found.length === 1) return found[0]!.id;
  if (found.length > 1) {
    const slugs = found.map(({ slug }) => slug).join(', ');
    throw refused('place', `More than one place is called ${words}. Enter one of their addresses instead: ${slugs}`);
  }
  const near = await placesLike(tx, viewer, authorityId, words);
  const cure = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Check the name, or add it as a new place.';
  throw refused('place', `There is no place called ${words}. ${cure}`);
}

async function addPlace(tx: Tx, viewer: Viewer, authorityId: number, answers: PlaceAnswers): Promise<number> {
  const { name, kind, areaCode } = answers;
  const taken = await placesCalled(tx, viewer, authorityId, slugOf(name));
  if (taken.length > 0 || !isPlaceKind(kind))
    throw refused(
      'place_name',
      `There is already a place called ${name}. Choose it above, or give this one another name.`,
    );
  try {
    const { placeId } = await savePlace(tx, viewer, {
      authorityId,
      name,
      kind,
      latitude: Number(answers.latitude),
      longitude: Number(answers.longitude),
      areaCode: areaCode || null,
    });
    return placeId;
  } catch (error) {
    throw new FormRefused([renamed(asFieldError(error, 'place_name', PLACE_WORDS), PLACE_FIELDS)]);
  }
}

const PLACE_FIELDS = { name: 'place_name', slug: 'place_name', kind: 'place_kind', area_code: 'area_code' };
const PLACE_WORDS = labelled({
  name: 'Name of the place',
  slug: 'Name of the place',
  kind: 'Kind of place',
  latitude: 'Latitude',
  longitude: 'Longitude',
  area_code: 'Area code',
});

function refused(field: string, text: string): FormRefused {
  return new FormRefused([{ field, text }]);
}
