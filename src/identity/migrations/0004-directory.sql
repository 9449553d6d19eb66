-- Sign-in through an authority's own directory (OpenID Connect), with roles from what it says of a person.
create table identity.directory (
  authority_id integer primary key references identity.authority,
  label text not null,          -- what the button says: the name people know the directory by
  issuer text not null,
  client_id text not null,
  client_secret_sealed bytea not null,
  email_domains text[] not null check (cardinality(email_domains) > 0),
  role_claim text not null,
  role_map jsonb not null,      -- [{ "value": "Lamppost-Leads", "role": "project_lead" }, …]
  changed_at timestamptz not null,
  paused_at timestamptz
);

create table identity.directory_account ( -- whom a directory means by its subject
  authority_id integer not null references identity.authority,
  issuer text not null,
  subject text not null,
  person_id integer not null references identity.person,
  linked_at timestamptz not null,
  primary key (authority_id, issuer, subject)
);
create index directory_account_of_person on identity.directory_account (person_id);

create table identity.directory_sign_in ( -- a sign-in on its way to the directory and back
  state_hash bytea primary key, -- SHA-256; the state itself is in the browser's cookie and in the address
  authority_id integer not null references identity.authority,
  nonce text not null,
  code_verifier text not null,
  next_path text not null,
  expires_at timestamptz not null
);

-- A role that a directory gave ends when the directory no longer says so; one that a person gave stays.
alter table identity.membership add column from_directory boolean not null default false;
