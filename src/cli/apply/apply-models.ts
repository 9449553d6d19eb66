import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { activateModel, listModels, saveModel, sayFailures } from '../../register/index.ts';
import type { Entry } from './apply-file.ts';
import { actorOf, type Bench, forEach, type Item, note, refusal } from './bench.ts';

/** Adds or changes models, and activates them: all test vectors run in the codec box, and one that fails refuses the file. */
export function applyModels(bench: Bench): Promise<void> {
  return forEach(bench, 'models', applyModel);
}

async function applyModel(item: Item<'models'>): Promise<void> {
  const { bench, entry, authority, index } = item;
  const { tx, runVectors } = bench;
  const viewer = actorOf(item);
  const known = (await listModels(tx, viewer)).some(
    (model) => model.authorityId === authority.id && model.slug === entry.slug,
  );
  const input = {
    slug: entry.slug,
    name: entry.name,
    maker: entry.maker,
    ...(entry.description === undefined ? {} : { description: entry.description }),
    ...(entry.technology === undefined ? {} : { technology: entry.technology }),
    codecSource: readCodec(bench, index, entry),
    testVectors: entry.test_vectors ?? [],
    channels: entry.channels.map(({ field, property, unit, required, blank_values }) => ({
      field,
      property,
      unit: unit ?? null,
      required: required ?? true,
      blankValues: blank_values ?? [],
    })),
    capableButOff: entry.capable_but_off ?? [],
    supportEndsOn: entry.support_ends_on ?? null,
    datasheetUrl: entry.datasheet_url ?? null,
  };
  const { modelId, changed } = await saveModel(tx, viewer, authority.id, input, runVectors);
  const { state, failures } = await activateModel(tx, viewer, modelId, runVectors);
  if (state === 'refused')
    throw refusal(
      bench,
      ['models', index, 'test_vectors'],
      `the codec fails its own test vectors: ${sayFailures(failures)}.`,
      'Mend the codec or the vectors, and apply the file again.',
    );
  note(item, known ? (changed ? 'changed' : 'unchanged') : 'created');
}

function readCodec({ file, ...bench }: Bench, index: number, { codec }: Entry<'models'>): string | null {
  if (codec === undefined) return null;
  if (typeof codec === 'string') return codec;
  const path = ['models', index, 'codec', 'file'];
  const folder = resolve(dirname(file.name));
  const inside = relative(folder, resolve(folder, codec.file));
  const refuse = (why: string, remedy: string) => refusal({ file, ...bench }, path, why, remedy);
  if (isAbsolute(codec.file) || inside.startsWith('..'))
    throw refuse(
      `${codec.file} lies outside the folder of this file.`,
      'Put the codec beside this file, or in a folder below it.',
    );
  try {
    return readFileSync(resolve(folder, codec.file), 'utf8');
  } catch {
    throw refuse(`${codec.file} cannot be read.`, 'Check the path; it counts from the folder of this file.');
  }
}
