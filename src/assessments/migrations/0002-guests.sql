-- People outside who are asked for one thing: a supplier answers its assurance questions, an ethics board reads what is submitted
-- and advises. A link of their own opens that and nothing else.
create table assessments.guest_link (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  kind text not null check (kind in ('supplier', 'ethics_board')),
  name text not null,            -- of the supplier or the board
  token_hash bytea not null unique, -- SHA-256; the link is shown once
  created_by integer not null references identity.person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index guest_link_of_project on assessments.guest_link (project_id);

alter table assessments.advice add column guest_id integer references assessments.guest_link;
alter table assessments.advice add check ((kind = 'ethics_board') = (guest_id is not null));
alter table assessments.answer drop constraint answer_origin_check;
alter table assessments.answer add constraint answer_origin_check
  check (origin in ('typed', 'fact', 'shared', 'imported', 'supplier'));
