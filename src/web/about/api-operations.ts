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
