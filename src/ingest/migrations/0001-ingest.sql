create schema ingest;

create table ingest.source (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  slug text not null,
  name text not null,
  door text not null check (door in ('tts', 'chirpstack', 'json', 'mqtt', 'mqtt-client', 'csv')),
  identifier_kind text not null default 'dev_eui' check (identifier_kind in ('dev_eui', 'serial', 'mqtt_client', 'site_code')),
  settings jsonb not null default '{}',
  credential_id integer references identity.credential,
  created_at timestamptz not null default now(),
  paused_at timestamptz,
  unique (authority_id, slug)
);

-- read = stored + duplicate + blank + simulated + refused, per source, device (0: unknown) and day of receipt.
create table ingest.ledger (
  source_id integer not null references ingest.source,
  authority_id integer not null,
  device_id integer not null,
  day date not null,
  outcome text not null,         -- read, stored, duplicate, blank, simulated, refused:<reason>; beside: of the stored, how many
  count bigint not null,
  last_at timestamptz not null,
  primary key (source_id, device_id, day, outcome)
) with (fillfactor = 70);
create index ledger_of_device on ingest.ledger (device_id, day);

-- What large groups add to the ledger, one row a commit: updating two rows of every device in each commit would cost more
-- than storing its readings. Moved into the ledger a second later; the view shows both as one.
create table ingest.ledger_entry (
  id bigint generated always as identity primary key,
  source_ids integer[] not null,
  authority_ids integer[] not null,
  device_ids integer[] not null,
  days date[] not null,
  outcomes text[] not null,
  counts bigint[] not null,
  last_at timestamptz not null
);

-- Unknown devices by the shape of their messages: keys, types, sizes; never values. At most 500 a source.
create table ingest.inbox (
  source_id integer not null references ingest.source,
  authority_id integer not null,
  identifier_kind text not null,
  identifier text not null,
  shape jsonb not null,
  messages bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (source_id, identifier_kind, identifier)
);

-- Fields no channel names, by name and type. At most 200 a source.
create table ingest.unknown_field (
  source_id integer not null references ingest.source,
  authority_id integer not null,
  device_id integer not null,
  field text not null,
  type text not null,
  count bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (source_id, device_id, field)
);

-- Faults of a device's messages, newest first on its page (MQTT has no way to answer).
create table ingest.fault (
  id bigint generated always as identity primary key,
  authority_id integer not null,
  source_id integer not null references ingest.source,
  device_id integer not null,    -- 0: unknown
  code text not null,
  message text not null,         -- names the field and the cure, never the value
  count bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  unique (source_id, device_id, code, message)
);

create table ingest.device_contact (
  device_id integer primary key,
  authority_id integer not null,
  last_uplink_at timestamptz not null, -- to half a minute
  missing jsonb not null default '{}' -- required channel -> times missing in a row
) with (fillfactor = 70);

-- A message with a key but no time: where a resend finds the time given to the first.
create table ingest.keyed_receipt (
  device_id integer not null,
  key bigint not null,
  received_at timestamptz not null,
  primary key (device_id, key)
);

create table ingest.import_run (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  source_id integer not null references ingest.source,
  file_name text not null,
  sha256 text not null,
  mapping text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  counts jsonb not null default '{}' -- read, stored, duplicate, blank, simulated, refused: {reason: n}
);

create view ingest.v_source as
  select id, authority_id, slug, name, door, identifier_kind, credential_id, created_at, paused_at from ingest.source;
create view ingest.v_ledger as
  select source_id, authority_id, device_id, day, outcome, sum(count)::bigint as count, max(last_at) as last_at
  from (
    select source_id, authority_id, device_id, day, outcome, count, last_at from ingest.ledger
    union all
    select e.source_id, e.authority_id, e.device_id, e.day, e.outcome, e.count, l.last_at
    from ingest.ledger_entry l
    cross join lateral unnest(l.source_ids, l.authority_ids, l.device_ids, l.days, l.outcomes, l.counts)
      as e (source_id, authority_id, device_id, day, outcome, count)
  ) as booked
  group by source_id, authority_id, device_id, day, outcome;
create view ingest.v_inbox as select * from ingest.inbox;
create view ingest.v_unknown_field as select * from ingest.unknown_field;
create view ingest.v_fault as select * from ingest.fault;
create view ingest.v_device_contact as select device_id, authority_id, last_uplink_at, missing from ingest.device_contact;
create view ingest.v_import_run as select * from ingest.import_run;
