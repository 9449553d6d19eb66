/**
 * One catalogue of everything that can go wrong. A room defines its errors in `<room>.errors.ts`; doors (HTTP, MQTT,
 * command line) turn the kind into a status, a reason or an exit code. docs/errors.md is generated from the catalogue.
 */
export type ErrorKind =
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'unauthenticated'
  | 'forbidden'
  | 'too_many'
  | 'unsupported'
  | 'unavailable'
  | 'broken';

export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  /** What happened; `{name}` is filled from the parameters. */
  readonly says: string;
  /** What the reader can do about it. */
  readonly cure: string;
}

export interface ErrorParameters {
  /** The field, row or byte the error is about, as the sender wrote it. */
  field?: string;
  cause?: unknown;
  [name: string]: unknown;
}

/** An error with a code from the catalogue. `message` says what happened, `cure` what to do, `field` where. */
export class LamppostError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly cure: string;
  readonly field: string | undefined;
  readonly #definition: ErrorDefinition;
  readonly #parameters: ErrorParameters;

  constructor(definition: ErrorDefinition, parameters: ErrorParameters) {
    super(fill(definition.says, parameters), parameters.cause === undefined ? {} : { cause: parameters.cause });
    this.name = 'LamppostError';
    this.code = definition.code;
    this.kind = definition.kind;
    this.cure = fill(definition.cure, parameters);
    this.field = parameters.field;
    this.#definition = definition;
    this.#parameters = parameters;
  }

  /** What happened and what to do, for a reader who knows the field by another name, as a form does. */
  toldWith(field: string): string {
    const { says, cure } = this.#definition;
    const told = fill(`${says} ${cure}`, { ...this.#parameters, field });
    return told.charAt(0).toUpperCase() + told.slice(1);
  }
}

const catalogue = new Map<string, ErrorDefinition>();

/** Adds an error to the catalogue and returns the function that makes it. A code may be defined once. */
export function defineError(code: string, kind: ErrorKind, says: string, cure: string) {
  if (catalogue.has(code)) throw new Error(`error ${code} is defined twice`);
  const definition = Object.freeze({ code, kind, says, cure });
  catalogue.set(code, definition);
  return (parameters: ErrorParameters = {}) => new LamppostError(definition, parameters);
}

/** Every error defined by the modules loaded so far, by code. */
export function errorCatalogue(): readonly ErrorDefinition[] {
  return [...catalogue.values()].sort((a, b) => a.code.localeCompare(b.code));
}

function fill(text: string, parameters: ErrorParameters): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? '?'));
}
