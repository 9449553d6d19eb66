create schema assessments;

-- The framework as it was when somebody answered it: a file that changes later leaves answered versions readable.
create table assessments.framework (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  edition text not null,
  title text not null,
  body jsonb not null,
  hash text not null,            -- SHA-256 of the body with its keys sorted
  origin text not null check (origin in ('shipped', 'imported')),
  added_by integer references identity.person,
  added_at timestamptz not null default now(),
  unique (authority_id, hash)
);
create index framework_by_code on assessments.framework (authority_id, code);

-- One form of one framework: for a project, or once for the authority.
create table assessments.assessment (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer references projects.project,
  code text not null,
  created_at timestamptz not null default now(),
  unique nulls not distinct (authority_id, project_id, code)
);
create index assessment_of_project on assessments.assessment (project_id);

-- Author, evaluator and validator are different people, whatever the code above forgets.
create table assessments.version (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  assessment_id integer not null references assessments.assessment,
  version integer not null,
  framework_id integer not null references assessments.framework,
  state text not null default 'draft'
    check (state in ('draft', 'in_review', 'to_correct', 'accepted', 'superseded', 'withdrawn', 'lapsed')),
  writers integer[] not null default '{}', -- everybody who answered something of it
  started_at timestamptz not null default now(),
  submitted_by integer references identity.person,
  submitted_at timestamptz,
  evaluated_by integer references identity.person,
  evaluated_at timestamptz,
  validated_by integer references identity.person,
  validated_at timestamptz,
  remark text,                   -- what the reviewer said last about the whole
  result text,                   -- id of the framework's result, as of acceptance
  clearance text,                -- the kind that acceptance granted, evidence being this version
  review_on date,
  ended_at timestamptz,
  ended_by integer references identity.person,
  ended_reason text,
  unique (assessment_id, version),
  check (evaluated_by is null or not evaluated_by = any (writers)),
  check (validated_by is null or not validated_by = any (writers)),
  check (validated_by is null or validated_by is distinct from evaluated_by),
  check (state in ('draft', 'in_review', 'to_correct') or validated_by is not null or ended_at is not null),
  check (state <> 'accepted' or (validated_by is not null and evaluated_by is not null and review_on is not null))
);
create unique index version_open_once on assessments.version (assessment_id)
  where state in ('draft', 'in_review', 'to_correct');
create unique index version_accepted_once on assessments.version (assessment_id) where state = 'accepted';
create index version_to_review on assessments.version (review_on) where state = 'accepted';

-- A revision is never used twice, also when an answer was taken away and given again.
create sequence assessments.revision as integer maxvalue 999999999 cycle;

-- One row a question, so that two people on two pages never meet; `revision` tells a page that somebody was faster.
create table assessments.answer (
  version_id integer not null references assessments.version,
  authority_id integer not null references identity.authority,
  question_id text not null,
  value jsonb not null,
  revision integer not null default nextval('assessments.revision'),
  origin text not null check (origin in ('typed', 'fact', 'shared', 'imported')),
  origin_says text,              -- 'the declaration, version 3'
  fact_value jsonb,              -- what the linked fact was when this was written
  answered_by integer references identity.person,
  answered_at timestamptz not null default now(),
  primary key (version_id, question_id)
);

-- What a reviewer thinks of one answer; a later answer makes it old.
create table assessments.question_review (
  version_id integer not null references assessments.version,
  authority_id integer not null references identity.authority,
  question_id text not null,
  state text not null check (state in ('fine', 'to_correct')),
  reviewed_by integer not null references identity.person,
  reviewed_at timestamptz not null,
  primary key (version_id, question_id)
);

create table assessments.comment (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  version_id integer not null references assessments.version,
  question_id text,              -- null: about the whole
  body text not null,
  written_by integer references identity.person,
  written_at timestamptz not null
);
create index comment_of_version on assessments.comment (version_id);

-- Advice is not a decision; following or overruling it needs a reason.
create table assessments.advice (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  version_id integer not null references assessments.version,
  kind text not null check (kind in ('data_protection_officer', 'ethics_board')),
  body text not null,
  given_by integer references identity.person,
  given_at timestamptz not null,
  answer text check (answer in ('followed', 'overruled')),
  answer_reason text,
  answered_by integer references identity.person,
  answered_at timestamptz,
  check (answer is null or (answer_reason is not null and answered_by is distinct from given_by))
);
create index advice_of_version on assessments.advice (version_id);

create table assessments.action (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  assessment_id integer not null references assessments.assessment,
  question_id text,
  body text not null,
  owner text not null,
  due_on date not null,
  added_by integer references identity.person,
  added_at timestamptz not null,
  done_at timestamptz,
  done_by integer references identity.person,
  done_note text
);
create index action_of_assessment on assessments.action (assessment_id);

-- Accepted assessments are public; what is not says why, and when that is looked at again.
create table assessments.withheld (
  assessment_id integer not null references assessments.assessment,
  authority_id integer not null references identity.authority,
  question_id text not null,
  reason text not null,
  review_on date not null,
  withheld_by integer references identity.person,
  withheld_at timestamptz not null,
  primary key (assessment_id, question_id)
);

-- What higher rooms may read.
create view assessments.v_assessment as
  select a.id, a.authority_id, a.project_id, a.code, f.title, f.edition, v.version, v.state, v.result, v.review_on,
         v.submitted_at, v.evaluated_at, v.validated_at, v.ended_at
  from assessments.assessment a
  join lateral (select * from assessments.version v where v.assessment_id = a.id order by v.version desc limit 1) v on true
  join assessments.framework f on f.id = v.framework_id;
