/** What a borough's staff have on their desks: drafts, decisions, alerts, webhooks, sources' troubles. All marked, none open. */
import { type House, sql } from '../../src/base/index.ts';
import type { Role } from '../../src/identity/index.ts';
import { aSession, type BuiltPerson } from '../build-identity.ts';
import { aDeclarationBody, type BuiltDevice } from '../build-register.ts';
import { plantAssessment } from './assessments.ts';
import type { ProjectKind } from './borough.ts';

interface Desk {
  readonly authorityId: number;
  readonly mark: string;
  readonly people: Readonly<Record<Role, BuiltPerson>>;
  readonly projects: Readonly<Record<ProjectKind, number>>;
  readonly devices: Readonly<Record<ProjectKind, BuiltDevice>>;
}

export async function plantPapers(house: House, desk: Desk): Promise<void> {
  await plantProjectPapers(house, desk);
  await plantAssessment(house, { ...desk, projectId: desk.projects.draft });
  await plantAlerts(house, desk);
  await plantIngestPapers(house, desk);
  await plantPeoplePapers(house, desk);
  for (const { personId } of Object.values(desk.people)) await aSession(house.db, { personId }, house.clock);
}

async function plantProjectPapers(
  { db }: House,
  { authorityId, mark, people, projects, devices }: Desk,
): Promise<void> {
  const lead = people.project_lead.personId;
  await sql`update register.declaration set state = 'withdrawn', ended_at = now(), ended_by = ${lead}, ended_reason = 'The trial is over.'
    where project_id = ${projects.gone}`.execute(db);
  const paper = async (project: number, version: number, state: string, what: string) => {
    const body = JSON.stringify(
      aDeclarationBody({ title: `${mark}-${what}`, summary: `${mark}-${what}`, who_acts: `${mark}-${what}` }),
    );
    await sql`insert into register.declaration (authority_id, project_id, version, state, body, body_hash, saved_by, submitted_by,
        submitted_at, decided_by, decided_at, ended_reason)
      values (${authorityId}, ${project}, ${version}, ${state}, ${body}, 'x', ${lead}, ${lead}, now(), ${people.approver.personId}, now(),
        ${state === 'rejected' ? `${mark}-rejection` : null})`.execute(db);
  };
  await paper(projects.open, 2, 'rejected', 'rejected');
  await paper(projects.open, 3, 'submitted', 'submitted');
  await paper(projects.draft, 1, 'draft', 'unwritten');
  await sql`insert into projects.approval (authority_id, subject_kind, subject_id, subject_version, person_id, role, decision, reason)
    select authority_id, 'declaration', id, version, ${people.approver.personId}, 'approver', 'rejected', ${`${mark}-approval`}
    from register.declaration where project_id = ${projects.open} and version = 2`.execute(db);
  const answers = (what: string) => JSON.stringify({ outcome: { statement: `${mark}-${what}` } });
  for (const [project, version, state, what] of [
    [projects.draft, 1, 'recorded', 'outcome'],
    [projects.open, 1, 'draft', 'thought'],
  ] as const) {
    await sql`insert into projects.outcome_record (project_id, authority_id, version, state, answers, saved_by)
      values (${project}, ${authorityId}, ${version}, ${state}, ${answers(what)}, ${lead})`.execute(db);
  }
  await sql`insert into projects.unfinished_form (project_id, authority_id, form, answers, saved_by)
    values (${projects.draft}, ${authorityId}, 'declaration', ${JSON.stringify({ title: `${mark}-form` })}, ${lead})`.execute(
    db,
  );
  for (const device of Object.values(devices)) {
    await sql`insert into register.device_state_change (authority_id, device_id, state, reason, person_id, changed_at)
      values (${authorityId}, ${device.deviceId}, 'live', ${`${mark}-reason`}, ${lead}, now())`.execute(db);
    await sql`update register.place set uprn = ${`${mark}-uprn`}, usrn = ${`${mark}-usrn`} where id = ${device.placeId}`.execute(
      db,
    );
    await sql`insert into register.device_credential (authority_id, device_id, prefix, secret_hash, created_at)
      values (${authorityId}, ${device.deviceId}, ${`${mark}-prefix-${device.deviceId}`}, '\\x00', now())`.execute(db);
  }
}

async function plantAlerts(
  { db, secretBox }: House,
  { authorityId, mark, people, projects, devices }: Desk,
): Promise<void> {
  const sealed = secretBox.seal('secret');
  const { rows } = await sql<{ id: number }>`
    insert into actions.webhook (authority_id, name, url, secret_sealed)
    values (${authorityId}, ${`${mark}-webhook`}, ${`https://${mark}-hook.example.org/`}, ${sealed}) returning id`.execute(
    db,
  );
  for (const kind of ['open', 'shut', 'draft', 'homes'] as const) {
    const device = devices[kind];
    const alert = await sql<{ id: number }>`
      insert into actions.alert (authority_id, project_id, origin, device_id, place_id, severity, title, detail, raised_at, handled_by, reason)
      values (${authorityId}, ${projects[kind]}, ${`device:${device.deviceId}:x`}, ${device.deviceId}, ${device.placeId}, 5,
        ${`${mark}-alert`}, ${`${mark}-detail`}, now(), ${people.service_officer.personId}, ${`${mark}-handled`}) returning id`.execute(
      db,
    );
    await sql`insert into actions.delivery (authority_id, webhook_id, alert_id, event, state, attempts, last_status, last_error)
      values (${authorityId}, ${rows[0]!.id}, ${alert.rows[0]!.id}, 'alert.raised', 'dead', 3, 500, ${`${mark}-error`})`.execute(
      db,
    );
    if (kind === 'open') continue; // what is found in open readings is open
    for (const [subject, id] of [
      ['place', device.placeId],
      ['device', device.deviceId],
      ['datastream', device.datastreams.no2],
    ]) {
      await sql`insert into insights.finding (authority_id, project_id, pack, method_version, kind, subject_kind, subject_id, severity, title,
          evidence, began_at, last_seen_at)
        values (${authorityId}, ${projects[kind]}, 'school-air', '1', 'band-reached', ${subject}, ${id}, 7, ${`${mark}-finding`},
          ${JSON.stringify({ band: 7, index: 7, pollutant: 'no2', note: `${mark}-evidence` })}, now(), now())`.execute(
        db,
      );
    }
  }
}

async function plantPeoplePapers({ db }: House, { authorityId, mark, people }: Desk): Promise<void> {
  const [lender, borrower] = [people.project_lead.personId, people.viewer.personId];
  await sql`insert into identity.delegation (authority_id, role, from_person_id, to_person_id, valid_from, valid_to, reason, created_at)
    values (${authorityId}, 'project_lead', ${lender}, ${borrower}, now() + interval '1 day', now() + interval '2 days',
      ${`${mark}-leave`}, now())`.execute(db);
  await sql`with proposed as (
      insert into register.sharing_agreement (authority_id, title, purposes, controllers, detail, valid_from, ends_on, proposed_at)
      values (${authorityId}, ${`${mark}-agreement`}, '{health}', ${`${mark}-controllers`}, 'readings', current_date, current_date, now())
      returning id)
    insert into register.sharing_party (agreement_id, authority_id, gives, receives)
    select id, ${authorityId}, true, true from proposed`.execute(db);
}

async function plantIngestPapers({ db }: House, { authorityId, mark, devices }: Desk): Promise<void> {
  const { rows } = await sql<{ id: number }>`insert into ingest.source (authority_id, slug, name, door, identifier_kind)
    values (${authorityId}, 'files', ${`${mark}-files`}, 'csv', 'serial') returning id`.execute(db);
  const source = rows[0]!.id;
  await sql`insert into ingest.inbox (source_id, authority_id, identifier_kind, identifier, shape, first_at, last_at)
    values (${source}, ${authorityId}, 'serial', ${`${mark}-stranger`}, ${JSON.stringify({ keys: [{ path: `${mark}-shape`, type: 'number' }] })},
      now(), now())`.execute(db);
  for (const { deviceId } of Object.values(devices)) {
    await sql`insert into ingest.fault (authority_id, source_id, device_id, code, message, first_at, last_at)
      values (${authorityId}, ${source}, ${deviceId}, 'unparseable', ${`${mark}-fault`}, now(), now())`.execute(db);
    await sql`insert into ingest.unknown_field (source_id, authority_id, device_id, field, type, first_at, last_at)
      values (${source}, ${authorityId}, ${deviceId}, ${`${mark}-field`}, 'number', now(), now())`.execute(db);
    await sql`insert into ingest.ledger (source_id, authority_id, device_id, day, outcome, count, last_at)
      values (${source}, ${authorityId}, ${deviceId}, current_date, 'stored', 31, now())`.execute(db);
  }
  await sql`insert into ingest.import_run (authority_id, source_id, file_name, sha256, mapping)
    values (${authorityId}, ${source}, ${`${mark}-file.csv`}, 'x', ${`${mark}-mapping`})`.execute(db);
}
