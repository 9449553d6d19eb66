import { type Clock, LamppostError, type Tx } from '../../base/index.ts';
import type { Authority, PersonViewer } from '../../identity/index.ts';
import type { RunVectors } from '../../register/index.ts';
import { fileRefused } from '../cli.errors.ts';
import type { ApplyFile, Entry, Kind } from './apply-file.ts';
import { nameOf, ownerOf } from './check-file.ts';
import type { Fate, Journal } from './journal.ts';
import { type Path, type ReadFile, sayPath } from './read-file.ts';

/** What one application works with: the transaction, the file, who acts, and what was done so far. */
export interface Bench {
  readonly tx: Tx;
  readonly clock: Clock;
  readonly file: ReadFile;
  readonly content: ApplyFile;
  readonly journal: Journal;
  readonly runVectors: RunVectors;
  /** Address of pages, for links. */
  readonly publicUrl: string;
  /** The people named by --as or --key. */
  readonly people: readonly PersonViewer[];
  readonly authorities: Map<string, Authority>;
  /** Authorities that this application created: their first people need nobody's permission. */
  readonly fresh: Set<string>;
  /** Who acts for which authority; known once the people stand. */
  readonly actors: Map<string, PersonViewer>;
}

/** An entry of the file on the bench. */
export interface Item<K extends Kind> {
  readonly bench: Bench;
  readonly kind: K;
  readonly index: number;
  readonly entry: Entry<K>;
  readonly authority: Authority;
  /** `authority/name`, as the account says it. */
  readonly name: string;
}

const PASSED_ON = ['unavailable', 'broken', 'unauthenticated', 'forbidden'];

/** Runs `work` and gives what a room refuses the line and field of the file that it is about. */
export async function at<T>(bench: Bench, path: Path, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LamppostError) || error.code.startsWith('CLI_') || PASSED_ON.includes(error.kind))
      throw error;
    const within = (error.field ?? '')
      .split('.')
      .filter(Boolean)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    throw refusal(bench, [...path, ...within], error.message, error.cure);
  }
}

/** A refusal that names line, column and field. */
export function refusal({ file }: Bench, path: Path, why: string, remedy: string): LamppostError {
  const problem = `  ${file.where(path)} ${sayPath(path)}: ${why}`;
  return fileRefused({ file: file.name, field: sayPath(path), problem, remedy, cause: why });
}

export function note(item: Item<Kind>, fate: Fate, more?: string): void {
  item.bench.journal.lines.push({ kind: item.kind, name: item.name, fate, note: more });
}

/** Applies each entry of a list in its order. */
export async function forEach<K extends Kind>(
  bench: Bench,
  kind: K,
  apply: (item: Item<K>) => Promise<void>,
): Promise<void> {
  for (const [index, entry] of ((bench.content[kind] ?? []) as Entry<K>[]).entries()) {
    const authority = requireAuthority(bench, kind, index, entry);
    const name = `${authority.slug}/${nameOf(kind, entry)[1]}`;
    await at(bench, [kind, index], () => apply({ bench, kind, index, entry, authority, name }));
  }
}

/** Who acts for the authority of an entry. */
export function actorOf({ bench, kind, index, authority }: Item<Kind>): PersonViewer {
  const actor = bench.actors.get(authority.slug);
  if (actor) return actor;
  throw refusal(
    bench,
    [kind, index],
    `nobody acts for ${authority.name}.`,
    'Add --as EMAIL or --key KEY; a file that creates an authority may name a project_lead there under "people" instead.',
  );
}

function requireAuthority(bench: Bench, kind: Kind, index: number, entry: Entry<Kind>): Authority {
  const slug = ownerOf(bench.content, kind, entry)!;
  const authority = bench.authorities.get(slug);
  if (authority) return authority;
  const path: Path = 'authority' in entry ? [kind, index, 'authority'] : ['authority'];
  throw refusal(bench, path, `there is no authority ${slug}.`, 'Add it under "authorities", or mend the name.');
}
