create schema projects;

create table projects.project (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title text not null,
  summary text not null default '',
  stage text not null default 'direct'
    check (stage in ('direct', 'discover', 'define', 'develop', 'deliver', 'live', 'evaluated', 'closed')),
  created_by integer references identity.person,
  created_at timestamptz not null default now(),
  unique (authority_id, slug)
);

create table projects.project_person (
  project_id integer not null references projects.project,
  person_id integer not null references identity.person,
  authority_id integer not null references identity.authority,
  part text not null,            -- lead, officer, asset owner …
  primary key (project_id, person_id, part)
);

-- outcome -> action -> insight -> data; the latest version is the record, earlier ones are its history
create table projects.outcome_record (
  id integer generated always as identity primary key,
  project_id integer not null references projects.project,
  authority_id integer not null references identity.authority,
  version integer not null,
  state text not null check (state in ('draft', 'recorded')),
  answers jsonb not null,
  verdict text,                  -- computed
  chosen_verdict text,           -- differs only with a reason, which is published
  reason text,
  saved_by integer references identity.person,
  saved_at timestamptz not null default now(),
  unique (project_id, version)
);

-- A named person, a role, a version of what was approved, a time. Never changed, never deleted.
create table projects.approval (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  subject_kind text not null,    -- 'declaration', …
  subject_id integer not null,
  subject_version integer not null,
  person_id integer not null references identity.person,
  role text not null,
  decision text not null check (decision in ('approved', 'rejected')),
  reason text,
  decided_at timestamptz not null default now()
);
create index approval_of_subject on projects.approval (subject_kind, subject_id);

-- What somebody typed into a long form and did not hand in yet. No record: it goes when the form is handed in.
create table projects.unfinished_form (
  project_id integer not null references projects.project,
  authority_id integer not null references identity.authority,
  form text not null,            -- 'declaration', …
  answers jsonb not null,
  saved_by integer references identity.person,
  saved_at timestamptz not null default now(),
  primary key (project_id, form)
);

create view projects.v_project as
  select id, authority_id, slug, title, summary, stage, created_at from projects.project;
create view projects.v_outcome as
  select distinct on (project_id) project_id, authority_id, version, answers, verdict, chosen_verdict, reason, saved_at
  from projects.outcome_record where state = 'recorded' order by project_id, version desc;
create view projects.v_approval as
  select id, authority_id, subject_kind, subject_id, subject_version, person_id, role, decision, reason, decided_at
  from projects.approval;
