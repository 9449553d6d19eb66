/** The parts of an OpenAPI 3.1 document that the API page shows. */
export interface OpenApiDocument {
  readonly paths?: Record<string, Record<string, OpenApiOperation>>;
}

interface OpenApiOperation {
  readonly tags?: string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: { type?: string };
  }[];
  readonly responses?: Record<string, { description?: string }>;
}

export interface ApiGroup {
  readonly name: string;
  readonly operations: {
    readonly method: string;
    readonly path: string;
    readonly summary: string;
    readonly description: string;
    readonly parameters: { name: string; where: string; about: string }[];
  }[];
}

const GROUP_NAMES: Record<string, string> = {
  ingest: 'Send readings in',
  sensorthings: 'Read with SensorThings',
  events: 'Follow live',
  operation: 'Run it',
};

/** What the doors for readings are for; they read their bodies themselves and so have no schema that says it. */
const DOORS: Record<string, string> = {
  json: 'Readings as plain JSON: an object, an array of objects, or { device, readings: [ … ] }',
  tts: 'Webhook of The Things Stack v3',
  chirpstack: 'HTTP integration of ChirpStack v4, with ?event=up',
};
const DOOR_PATH = /^\/ingest\/(\w+)\//;

/** The document without pages for people: an operation is for machines when it has a tag or is a door for readings. */
export function forMachines<Document extends OpenApiDocument>(document: Document): Document {
  const paths: NonNullable<OpenApiDocument['paths']> = {};
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    const door = DOOR_PATH.exec(path)?.[1];
    const kept = Object.entries(methods)
      .filter(([, operation]) => door !== undefined || operation.tags?.[0] !== undefined)
      .map(([method, operation]) => [
        method,
        door ? { tags: ['ingest'], summary: DOORS[door], ...operation } : operation,
      ]);
    if (kept.length > 0) paths[path] = Object.fromEntries(kept);
  }
  return { ...document, paths };
}

/** The operations by group, in the order the groups are named here, then by path. */
export function operationsOf(document: OpenApiDocument): ApiGroup[] {
  const groups = new Map<string, ApiGroup['operations']>();
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other';
      const operations = groups.get(tag) ?? [];
      groups.set(tag, operations);
      operations.push({
        method: method.toUpperCase(),
        path,
        summary: operation.summary ?? '',
        description: operation.description ?? '',
        parameters: (operation.parameters ?? []).map(({ name, in: where, description, required }) => ({
          name,
          where: required ? `${where}, needed` : where,
          about: description ?? '',
        })),
      });
    }
  }
  const order = Object.keys(GROUP_NAMES);
  return [...groups.entries()]
    .sort(([a], [b]) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99))
    .map(([tag, operations]) => ({
      name: GROUP_NAMES[tag] ?? tag,
      operations: operations.sort((a, b) => a.path.localeCompare(b.path)),
    }));
}
