import type { Db } from '../../base/index.ts';
import { type Dataset, openDatasets } from './dataset.store.ts';
import { addressesOf, dcatCatalogue, dcatDataset, dcatOrganisation, dcatService, modifiedAt } from './dcat.ts';
import { jsonLdContext, jsonLdNode, type Resource, turtlePrefixes, turtleStatement } from './rdf.ts';

/** The whole catalogue of open datasets as Turtle, piece by piece. */
export async function* catalogueTurtle(db: Db, publicUrl: string): AsyncGenerator<string> {
  yield turtlePrefixes();
  for await (const resources of catalogueResources(db, publicUrl)) yield resources.map(turtleStatement).join('');
}

/** The same as JSON-LD: one context, one graph. */
export async function* catalogueJsonLd(db: Db, publicUrl: string): AsyncGenerator<string> {
  yield `{"@context":${JSON.stringify(jsonLdContext())},"@graph":[`;
  let between = '';
  for await (const resources of catalogueResources(db, publicUrl)) {
    yield between + resources.map((resource) => JSON.stringify(jsonLdNode(resource))).join(',\n');
    between = ',\n';
  }
  yield ']}\n';
}

/** One dataset with its publisher and its service, as JSON-LD. */
export function datasetJsonLd(dataset: Dataset, publicUrl: string): string {
  const graph = datasetResources(dataset, publicUrl).map(jsonLdNode);
  return JSON.stringify({ '@context': jsonLdContext(), '@graph': graph }, null, 2);
}

/** The same as Turtle. */
export function datasetTurtle(dataset: Dataset, publicUrl: string): string {
  return turtlePrefixes() + datasetResources(dataset, publicUrl).map(turtleStatement).join('');
}

function datasetResources(dataset: Dataset, publicUrl: string): Resource[] {
  const served = [addressesOf(dataset, publicUrl).page];
  return [
    ...dcatDataset(dataset, publicUrl),
    dcatOrganisation(dataset, publicUrl),
    dcatService(dataset, served, publicUrl, modifiedAt(dataset)),
  ];
}

/** Datasets as they are read; publishers, services and the catalogue, which name them all, last. */
async function* catalogueResources(db: Db, publicUrl: string): AsyncGenerator<Resource[]> {
  const authorities = new Map<string, { any: Dataset; served: string[]; modified: Date }>();
  for await (const page of openDatasets(db)) {
    for (const dataset of page) {
      const known = authorities.get(dataset.authoritySlug) ?? { any: dataset, served: [], modified: new Date(0) };
      known.served.push(addressesOf(dataset, publicUrl).page);
      if (modifiedAt(dataset) > known.modified) known.modified = modifiedAt(dataset);
      authorities.set(dataset.authoritySlug, known);
    }
    yield page.flatMap((dataset) => dcatDataset(dataset, publicUrl));
  }
  const all = [...authorities.values()];
  yield [
    ...all.map(({ any }) => dcatOrganisation(any, publicUrl)),
    ...all.map(({ any, served, modified }) => dcatService(any, served, publicUrl, modified)),
    dcatCatalogue(publicUrl, {
      datasets: all.flatMap(({ served }) => served),
      services: all.map(({ any }) => addressesOf(any, publicUrl).service),
      publishers: all.map(({ any }) => addressesOf(any, publicUrl).publisher),
    }),
  ];
}
