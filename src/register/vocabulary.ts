import { type Db, sql } from '../base/index.ts';
import type { PropertyKind } from './device-plan.ts';

/** One entry of the vocabulary that all authorities share. Units are UCUM codes; categories and truths have none. */
export interface ObservedProperty {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  /** A URI; one that starts with / is our own and relative to the public address. */
  readonly definition: string;
  readonly kind: PropertyKind;
  readonly unitCode: string | null;
  readonly unitName: string | null;
  readonly unitSymbol: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly categories: string[] | null;
  readonly theme: string;
  /** g/mol of a gas. */
  readonly molarMass: number | null;
}

const COLUMNS = sql`id, code, name, description, definition, kind, unit_code as "unitCode", unit_name as "unitName",
  unit_symbol as "unitSymbol", min_value as min, max_value as max, categories, theme, molar_mass as "molarMass"`;

/** The whole vocabulary, by theme and name. */
export async function listProperties(db: Db): Promise<ObservedProperty[]> {
  const { rows } = await sql<ObservedProperty>`
    select ${COLUMNS} from register.observed_property order by theme, name`.execute(db);
  return rows;
}

export async function findProperty(db: Db, code: string): Promise<ObservedProperty | undefined> {
  const { rows } = await sql<ObservedProperty>`
    select ${COLUMNS} from register.observed_property where code = ${code}`.execute(db);
  return rows[0];
}
