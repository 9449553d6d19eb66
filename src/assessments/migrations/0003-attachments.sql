-- Papers that belong to an assessment. The bytes stand in the data folder under their hash; a row that is removed says so.
create table assessments.attachment (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  assessment_id integer not null references assessments.assessment,
  name text not null,
  media_type text not null,
  bytes integer not null check (bytes > 0),
  sha256 text not null,
  added_by integer not null references identity.person,
  added_at timestamptz not null,
  removed_by integer references identity.person,
  removed_at timestamptz
);
create index attachment_of_assessment on assessments.attachment (assessment_id);
