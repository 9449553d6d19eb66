-- A hold stops retention: while it stands, nothing that it covers is deleted. It covers a project's readings, or one device's
-- when a device is named. Lifting needs a reason; a hold is never changed otherwise and never removed.
create table register.hold (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  device_id integer references register.device,
  reason text not null check (reason <> ''),
  legal_basis text not null check (legal_basis <> ''),
  review_on date not null,
  is_confidential boolean not null default false,
  starts_at timestamptz not null,
  placed_by integer references identity.person,
  lifted_at timestamptz check (lifted_at >= starts_at),
  lifted_by integer references identity.person,
  lift_reason text check (lift_reason <> ''),
  check ((lifted_at is null) = (lift_reason is null))
);
create index hold_standing on register.hold (project_id) where lifted_at is null;

-- The datastreams of which nothing may be deleted now.
create view register.v_held_datastream as
  select ds.id as datastream_id, ds.authority_id, h.id as hold_id
  from register.hold h
  join register.datastream ds on ds.project_id = h.project_id and (h.device_id is null or ds.device_id = h.device_id)
  where h.lifted_at is null;
