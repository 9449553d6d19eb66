-- What a version that is not in force would do with what devices send: counts only, never a value.
create table ingest.dry_run_count (
  run_id integer not null references register.dry_run,
  authority_id integer not null references identity.authority,
  outcome text not null,         -- admitted, reduced, blank, refused:<reason>
  count bigint not null,
  primary key (run_id, outcome)
);
create view ingest.v_dry_run_count as select run_id, authority_id, outcome, count from ingest.dry_run_count;
