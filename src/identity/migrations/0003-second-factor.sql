-- A second factor for accounts with a password: an authenticator's time-based codes (RFC 6238) and recovery codes.
alter table identity.authority add column second_factor_required boolean not null default false;

create table identity.second_factor (
  person_id integer primary key references identity.person,
  secret_sealed bytea not null,
  prepared_at timestamptz not null,
  confirmed_at timestamptz,     -- null until a first code was right: until then it opens and asks for nothing
  last_step bigint              -- of the last code that was used; none at or before it works again
);
create table identity.recovery_code (
  person_id integer not null references identity.person,
  code_hash bytea not null,     -- SHA-256; codes are random
  used_at timestamptz,
  primary key (person_id, code_hash)
);

create table identity.sign_in_ticket ( -- between the right password and the session: a code is still to come
  token_hash bytea primary key,
  person_id integer not null references identity.person,
  step text not null check (step in ('code', 'enrol')),
  expires_at timestamptz not null,
  used_at timestamptz
);

alter table identity.sign_in_failure add column kind text not null default 'password' check (kind in ('password', 'code'));
