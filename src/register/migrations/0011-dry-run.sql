-- A version that is not in force, tried on what devices send: ingest counts what it would admit, reduce and refuse. One at a
-- time for each project; every start is a run of its own.
create table register.dry_run (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  declaration_id integer not null references register.declaration,
  started_by integer references identity.person,
  started_at timestamptz not null,
  until timestamptz not null check (until > started_at)
);
create index dry_run_of_project on register.dry_run (project_id, id);

create view register.v_dry_run as
  select distinct on (dr.project_id) dr.id, dr.authority_id, dr.project_id, dr.declaration_id, dc.version, dr.started_at, dr.until,
         dr.until > now() and dc.state in ('draft', 'submitted') as is_running
  from register.dry_run dr join register.declaration dc on dc.id = dr.declaration_id
  order by dr.project_id, dr.id desc;
