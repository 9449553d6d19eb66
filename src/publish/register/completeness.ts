/**
 * How completely a project has told the public what a register should tell: what is there, what is missing. Each point counts the
 * same; a point that does not apply counts nowhere. Pure.
 */
import type { DeclarationBody } from '../../register/index.ts';

/** What the register knows of a project besides its promise. */
export interface CompletenessFacts {
  readonly outcomeStatement: string | null;
  /** Public devices that are not retired. */
  readonly devices: number;
  readonly devicesPlaced: number;
  /** Seen in place by a person within the last year. */
  readonly devicesConfirmed: number;
  readonly devicesWithOwner: number;
  readonly modelsWithoutSupportEnd: number;
  readonly readingsOpen: boolean;
}

export interface CompletenessPoint {
  readonly what: string;
  readonly met: boolean;
}

export interface Completeness {
  readonly points: readonly CompletenessPoint[];
  readonly met: number;
  readonly of: number;
  readonly percent: number;
  /** What is missing, in words. */
  readonly missing: readonly string[];
}

/** Scores a promise and what is known around it; `today` is a day such as 2026-05-01. */
export function completenessOf(body: DeclarationBody, facts: CompletenessFacts, today: string): Completeness {
  const points: (CompletenessPoint | undefined)[] = [
    point('Who is better off, as the outcome', facts.outcomeStatement),
    point('How to object or complain', body.objections.trim()),
    point('Where the data are kept', body.stored_in.length),
    point('How the data are processed', body.processing.length),
    point('A review that is not overdue', body.review_on >= today),
    body.classes.published === 'none' && !facts.readingsOpen
      ? point('Why the readings are not open', body.sharing.why_not_open?.trim())
      : undefined,
    body.classes.capture === 'none'
      ? undefined
      : point('What the device could capture and is switched off', body.capable_but_off.length),
    ...(facts.devices === 0
      ? []
      : [
          point('Where every sensor stands', facts.devicesPlaced === facts.devices),
          point('Every sensor seen in place by a person within a year', facts.devicesConfirmed === facts.devices),
          point('Who owns every sensor', facts.devicesWithOwner === facts.devices),
          point('How long every model is supported', facts.modelsWithoutSupportEnd === 0),
        ]),
  ];
  const asked = points.filter((one) => one !== undefined);
  const met = asked.filter((one) => one.met).length;
  return {
    points: asked,
    met,
    of: asked.length,
    percent: Math.round((100 * met) / asked.length),
    missing: asked.filter((one) => !one.met).map((one) => one.what),
  };
}

function point(what: string, value: unknown): CompletenessPoint {
  return { what, met: Boolean(value) };
}
