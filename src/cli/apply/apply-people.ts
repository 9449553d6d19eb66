import {
  addPerson,
  createSetupLink,
  findPersonByEmail,
  giveRole,
  grantRole,
  invitePerson,
  type PersonViewer,
  type Role,
  rolesOf,
  viewerOfPerson,
} from '../../identity/index.ts';
import { whoMissing } from '../cli.errors.ts';
import type { Bench, Item } from './bench.ts';
import { forEach, note } from './bench.ts';
import { ownerOf } from './check-file.ts';

/**
 * Adds the people who are missing and grants the roles they lack; roles the file does not name stay. A new person gets
 * a one-time link for a first password. Where the authority is new too, nobody is asked, as at set-up.
 */
export async function applyPeople(bench: Bench): Promise<void> {
  await forEach(bench, 'people', applyPerson);
  await chooseActors(bench);
}

async function applyPerson(item: Item<'people'>): Promise<void> {
  const { bench, entry, authority } = item;
  const { tx, clock, people } = bench;
  const viewer = whoActsFor(authority.slug, people);
  const known = await findPersonByEmail(tx, entry.email);
  const held = known ? await rolesOf(tx, known.id, authority.id) : [];
  const lacking = entry.roles.filter((role) => !held.includes(role));
  if (known && lacking.length === 0) return note(item, 'unchanged');
  const authorityId = authority.id;
  let linkToken: string | undefined;
  if (bench.fresh.has(authority.slug)) {
    const personId = known?.id ?? (await addPerson(tx, entry)).id;
    for (const role of lacking) await grantRole(tx, { authorityId, personId, role });
    if (!known) linkToken = await createSetupLink(tx, { purpose: 'password', personId }, clock);
  } else if (!viewer) throw whoMissing();
  else if (known) for (const role of lacking) await giveRole(tx, viewer, { authorityId, personId: known.id, role });
  else ({ linkToken } = await invitePerson(tx, viewer, { ...entry, authorityId }, clock));
  if (linkToken) {
    const what = `Link for ${entry.name} <${entry.email}> to set a password, once, within 24 hours`;
    bench.journal.secrets.push({ what, secret: `${bench.publicUrl}/password?token=${linkToken}` });
  }
  note(item, known ? 'changed' : 'created', `${known ? 'also ' : ''}${lacking.map(inWords).join(', ')}`);
}

/**
 * Who acts for which authority from here on: of the people named on the command line the first who holds a role there; in
 * a new authority where none of them does, the first whom the file makes a project lead.
 */
async function chooseActors(bench: Bench): Promise<void> {
  const { tx, content } = bench;
  const named: PersonViewer[] = [];
  for (const { personId } of bench.people) named.push((await viewerOfPerson(tx, personId))!); // roles as they are now
  for (const { slug } of bench.authorities.values()) {
    const actor = whoActsFor(slug, named);
    if (actor && (!bench.fresh.has(slug) || holdsRole(actor, slug))) bench.actors.set(slug, actor);
    if (bench.actors.has(slug) || !bench.fresh.has(slug)) continue;
    const lead = content.people?.find(
      (entry) => entry.roles.includes('project_lead') && ownerOf(content, 'people', entry) === slug,
    );
    const found = lead && (await findPersonByEmail(tx, lead.email));
    const viewer = found && (await viewerOfPerson(tx, found.id));
    if (viewer) bench.actors.set(slug, viewer);
  }
}

/** Of the people named on the command line the first who holds a role there, else the first. */
export function whoActsFor(slug: string, people: readonly PersonViewer[]): PersonViewer | undefined {
  return people.find((viewer) => holdsRole(viewer, slug)) ?? people[0];
}

function holdsRole(viewer: PersonViewer, slug: string): boolean {
  return viewer.places.some((place) => place.authoritySlug === slug);
}

function inWords(role: Role): string {
  return role.replaceAll('_', ' ');
}
