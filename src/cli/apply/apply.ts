/**
 * Applies a file: everything in one transaction, in the order authorities, people, projects, declarations, models,
 * places, devices, sources. A second run changes nothing; what the file does not name stays as it is.
 */
import type { Clock, Db } from '../../base/index.ts';
import { isSetUpNeeded, type PersonViewer, requirePermission } from '../../identity/index.ts';
import type { RunVectors } from '../../register/index.ts';
import { whoMissing } from '../cli.errors.ts';
import { applyAuthorities } from './apply-authorities.ts';
import { applyDeclarations } from './apply-declarations.ts';
import { applyDevices } from './apply-devices.ts';
import type { ApplyFile } from './apply-file.ts';
import { applyModels } from './apply-models.ts';
import { applyPeople } from './apply-people.ts';
import { applyPlaces } from './apply-places.ts';
import { applyPolicies } from './apply-policies.ts';
import { applyProjects } from './apply-projects.ts';
import { applySources } from './apply-sources.ts';
import type { Bench } from './bench.ts';
import { requireApplyFile } from './check-file.ts';
import type { Journal } from './journal.ts';
import type { ReadFile } from './read-file.ts';

export interface Application {
  readonly file: ReadFile;
  /** Who acts: for each authority the first of them who holds a role there. Nobody is fine while no authority stands. */
  readonly people: readonly PersonViewer[];
  readonly clock: Clock;
  readonly runVectors: RunVectors;
  readonly publicUrl: string;
  /** Shows what would change and changes nothing. */
  readonly dry?: boolean;
}

/** Applies the file and says what that did. Refuses the whole file for anything wrong in it, naming line and field. */
export async function applyFile(db: Db, application: Application): Promise<Journal> {
  const content = requireApplyFile(application.file);
  const journal: Journal = { lines: [], secrets: [] };
  await db
    .transaction()
    .execute(async (tx) => {
      if (application.people.length === 0 && !(await isSetUpNeeded(tx))) throw whoMissing();
      const bench: Bench = {
        ...application,
        tx,
        content,
        journal,
        authorities: new Map(),
        fresh: new Set(),
        actors: new Map(),
      };
      await applyAll(bench);
      if (application.dry) throw new DryRun();
    })
    .catch((error) => {
      if (!(error instanceof DryRun)) throw error;
    });
  return application.dry ? { ...journal, secrets: [] } : journal;
}

class DryRun extends Error {}

async function applyAll(bench: Bench): Promise<void> {
  await applyAuthorities(bench);
  await applyPeople(bench);
  requireApply(bench);
  await applyPolicies(bench);
  await applyProjects(bench);
  await applyDeclarations(bench);
  await applyModels(bench);
  await applyPlaces(bench);
  await applyDevices(bench);
  await applySources(bench);
}

/** Whoever applies a file to an authority that stands needs the permission to, beside those of each act. */
function requireApply({ content, actors, authorities, fresh }: Bench): void {
  const named = new Set(
    KINDS_OF_WORK.flatMap((kind) => (content[kind] ?? []).map((entry) => entry.authority ?? content.authority)),
  );
  for (const slug of named) {
    const authority = slug === undefined ? undefined : authorities.get(slug);
    const actor = slug === undefined ? undefined : actors.get(slug);
    if (authority && actor && !fresh.has(authority.slug)) requirePermission(actor, 'apply', authority.id);
  }
}

const KINDS_OF_WORK = [
  'policies',
  'projects',
  'declarations',
  'models',
  'places',
  'devices',
  'sources',
] as const satisfies readonly (keyof ApplyFile)[];
