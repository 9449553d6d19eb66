/**
 * The one access rule. Every read of observations, datastreams, findings, devices and places carries one of these
 * predicates in its SQL; nothing filters afterwards. The public sees what declarations in force open; a person or an
 * analyst's key also knows of what belongs to the authorities (and the key's projects) where readings may be read, and
 * reads what the declaration promises to its staff, or to the people of the project where they are one of them. What another
 * authority shares is read under an approved agreement, by the staff of those who receive, while the declaration promises it
 * to partners; of its devices and places they know what anyone does.
 */
import { type RawBuilder, type SqlBool, sql } from '../base/index.ts';
import { authoritiesWhere, type Viewer } from '../identity/index.ts';

/** True for rows of `register.v_datastream` (alias `ds` unless told) whose readings the viewer may see. */
export function visibleDatastreams(viewer: Viewer, alias = 'ds'): RawBuilder<SqlBool> {
  const isOpen = sql.ref(`${alias}.is_open`);
  const authorities = authoritiesWhere(viewer, 'readings.read');
  if (authorities.length === 0) return sql<SqlBool>`${isOpen}`;
  // the list asks for nothing of the row, so PostgreSQL makes it once
  return sql<SqlBool>`(${isOpen} or (${ownRows(viewer, alias)}
    and (${sql.ref(`${alias}.project_id`)}, ${sql.ref(`${alias}.property_code`)}) in (
      select reader.project_id, reader.property_code from register.v_reader reader
      where reader.authority_id = any(${authorities}::int[]) and (reader.to_staff or ${ofOwnProjects(viewer)})))
    or ${sharedWith(viewer, authorities, alias)})`;
}

/** True for rows that an agreement in force shares with these authorities; a key that is held to some projects reads none. */
function sharedWith(viewer: Viewer, authorities: readonly number[], alias: string): RawBuilder<SqlBool> {
  if (projectsOf(viewer)) return sql<SqlBool>`false`;
  return sql<SqlBool>`(${sql.ref(`${alias}.project_id`)}, ${sql.ref(`${alias}.property_code`)}) in (
    select shared.project_id, shared.property_code from register.v_shared shared
    where shared.receiver_id = any(${authorities}::int[]))`;
}

/** True for readers of projects in which the person has a part, or to which the key is held. */
function ofOwnProjects(viewer: Viewer): RawBuilder<SqlBool> {
  if (viewer.kind !== 'person') return projectsOf(viewer) ? sql<SqlBool>`true` : sql<SqlBool>`false`;
  return sql<SqlBool>`reader.project_id in (
    select part.project_id from projects.v_project_person part where part.person_id = ${viewer.personId})`;
}

/** True for rows of `register.v_device` (alias `d` unless told) the viewer may know of. */
export function visibleDevices(viewer: Viewer, alias = 'd'): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${alias}.is_public`)} or ${ownRows(viewer, alias)})`;
}

/**
 * True for rows of `register.v_place` (alias `pl` unless told) the viewer may know of. A key that is held to some
 * projects sees only the places where a device of theirs is or was, besides the public ones.
 */
export function visiblePlaces(viewer: Viewer, alias = 'pl'): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${alias}.is_public`)} or ${ownPlaces(viewer, alias)})`;
}

/**
 * The coordinates of a place (alias of `register.v_place`) as this viewer may see them: exact for those to whom the
 * place belongs, otherwise the centre of the grid cell that the declarations of its devices ask for.
 */
export function pointSeenBy(
  viewer: Viewer,
  alias = 'pl',
): { latitude: RawBuilder<number>; longitude: RawBuilder<number> } {
  const own = ownPlaces(viewer, alias);
  const pick = (axis: 'latitude' | 'longitude') =>
    sql<number>`case when ${own} then ${sql.ref(`${alias}.${axis}`)} else ${sql.ref(`${alias}.public_${axis}`)} end`;
  return { latitude: pick('latitude'), longitude: pick('longitude') };
}

/** A text that may give the exact place (alias of `register.v_place`) away: empty for those who see a coarsened point. */
export function unlessCoarsened(viewer: Viewer, text: RawBuilder<unknown>, alias = 'pl'): RawBuilder<string> {
  return sql<string>`case when ${sql.ref(`${alias}.place_precision_m`)} = 0 or ${ownPlaces(viewer, alias)} then ${text} else '' end`;
}

/** True for rows (with authority_id and project_id) that belong to the viewer: by authority, and by project for a key held to some. */
export function ownRows(viewer: Viewer, alias: string): RawBuilder<SqlBool> {
  const own = ofAuthorities(viewer, alias);
  const projects = projectsOf(viewer);
  return projects ? sql<SqlBool>`(${own} and ${sql.ref(`${alias}.project_id`)} = any(${projects}::int[]))` : own;
}

/** True for places that belong to the viewer, who sees them exactly. */
export function ownPlaces(viewer: Viewer, alias: string): RawBuilder<SqlBool> {
  const own = ofAuthorities(viewer, alias);
  const projects = projectsOf(viewer);
  if (!projects) return own;
  return sql<SqlBool>`(${own} and exists (
    select 1 from register.v_placement own_placement join register.v_device own_device on own_device.id = own_placement.device_id
    where own_placement.place_id = ${sql.ref(`${alias}.id`)} and own_device.project_id = any(${projects}::int[])))`;
}

function ofAuthorities(viewer: Viewer, alias: string): RawBuilder<SqlBool> {
  const authorities = authoritiesWhere(viewer, 'readings.read');
  if (authorities.length === 0) return sql<SqlBool>`false`;
  return sql<SqlBool>`${sql.ref(`${alias}.authority_id`)} = any(${authorities}::int[])`;
}

function projectsOf(viewer: Viewer): readonly number[] | undefined {
  return viewer.kind === 'key' ? viewer.scope.projectIds : undefined;
}
