create schema insights;

create table insights.finding (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  pack text not null,            -- school-air …
  method_version text not null,
  kind text not null,            -- band-reached, site-quiet …
  subject_kind text not null,    -- place, device, datastream
  subject_id integer not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  severity integer not null,     -- orders the list; the pack says what it means
  title text not null,
  evidence jsonb not null,
  coverage double precision,     -- share of expected readings present, 0..1
  began_at timestamptz not null,
  last_seen_at timestamptz not null,
  closed_at timestamptz
);
create unique index finding_open_once on insights.finding (pack, kind, subject_kind, subject_id) where state = 'open';
create index finding_of_project on insights.finding (project_id, state);

create view insights.v_finding as select * from insights.finding;
