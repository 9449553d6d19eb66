create schema publish;

-- What people ask, say and complain about, and what was answered. No name is kept; address and words go when they are not needed any
-- more (enquiry-rules.ts), the dates stay.
create table publish.enquiry (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  kind text not null check (kind in ('publication', 'complaint', 'comment')),
  project_id integer references projects.project,
  place_id integer references register.place,
  reference text not null unique, -- what the sender keeps; whoever knows it may read the answer
  form_key text not null unique,  -- of the form it was sent with: sending it twice is sending it once
  body text,                      -- as it was written; null once forgotten
  email text,                     -- only if they want an answer there; null once forgotten
  received_at timestamptz not null,
  acknowledge_by timestamptz,     -- clocks; null where there is none
  answer_by timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by integer references identity.person,
  answered_at timestamptz,
  answered_by integer references identity.person,
  answer text,
  outcome text check (outcome in ('published', 'planned', 'declined', 'upheld', 'not_upheld', 'noted')),
  shown_body text,                -- what everybody reads of it beside the answer; null: not public
  forgotten_at timestamptz
);
create index enquiry_open on publish.enquiry (authority_id, received_at) where answered_at is null;
create index enquiry_answered on publish.enquiry (authority_id, answered_at desc) where answered_at is not null;
create index enquiry_of_place on publish.enquiry (place_id, answered_at desc) where shown_body is not null;
create index enquiry_of_project on publish.enquiry (project_id, answered_at desc) where shown_body is not null;

create view publish.v_enquiry as
  select id, authority_id, kind, project_id, place_id, received_at, acknowledge_by, answer_by, acknowledged_at, answered_at, outcome,
         shown_body is not null as is_public
  from publish.enquiry;
