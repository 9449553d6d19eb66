create schema identity;

create table identity.authority (
  id integer generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  gss_code text,                -- ONS code of the area, where there is one
  accent text not null default '#12263f' check (accent ~ '^#[0-9a-f]{6}$'),
  contact_email text,           -- where residents write to
  website text,
  created_at timestamptz not null default now()
);

create table identity.partnership (
  id integer generated always as identity primary key,
  slug text not null unique,
  name text not null,
  lead_authority_id integer not null references identity.authority,
  valid_from date not null default current_date,
  valid_to date
);
create table identity.partnership_member (
  partnership_id integer not null references identity.partnership,
  authority_id integer not null references identity.authority,
  valid_from date not null default current_date,
  valid_to date,
  primary key (partnership_id, authority_id)
);

create table identity.person (
  id integer generated always as identity primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text,           -- scrypt, null until the person has set one
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

create table identity.membership (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  person_id integer not null references identity.person,
  role text not null,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  granted_by integer references identity.person
);
create unique index membership_once on identity.membership (authority_id, person_id, role) where valid_to is null;
create index membership_of_person on identity.membership (person_id);

create table identity.session (
  token_hash bytea primary key, -- SHA-256 of the cookie
  person_id integer not null references identity.person,
  csrf_token text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  user_agent text
);
create index session_of_person on identity.session (person_id);

create table identity.credential ( -- keys of sources, analysts and people's command lines
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  kind text not null check (kind in ('source', 'analyst', 'person')),
  name text not null,
  prefix text not null unique,   -- shown in lists; the secret itself is shown once
  secret_hash bytea not null,
  scope jsonb not null default '{}',
  person_id integer references identity.person, -- whose own key it is, kind 'person'
  created_by integer references identity.person,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table identity.sign_in_failure (
  id bigint generated always as identity primary key,
  email text not null,
  address text not null,
  failed_at timestamptz not null
);
create index sign_in_failure_recent on identity.sign_in_failure (email, failed_at);
create index sign_in_failure_from on identity.sign_in_failure (address, failed_at);

create table identity.setup_link ( -- one-time links: first setup, or a person's first password
  token_hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'password')),
  person_id integer references identity.person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- What lower rooms publish for reading.
create view identity.v_authority as select id, slug, name, gss_code, accent, contact_email, website from identity.authority;
create view identity.v_person as select id, name, email, disabled_at from identity.person;
create view identity.v_current_membership as
  select id, authority_id, person_id, role, valid_from, valid_to, granted_by from identity.membership
  where valid_to is null or valid_to > now();
create view identity.v_partnership as
  select id, slug, name, lead_authority_id, valid_from, valid_to from identity.partnership;
create view identity.v_partnership_member as
  select partnership_id, authority_id, valid_from, valid_to from identity.partnership_member;
create view identity.v_credential as
  select id, authority_id, kind, name, prefix, scope, person_id, created_by, created_at, expires_at, revoked_at, last_used_at
  from identity.credential;
