create schema observations;

-- The hot table. Identity: (datastream, phenomenon time, key of the message). The id that the world sees packs
-- datastream, second and sequence, so phenomenon_time holds the whole second and `millis` what is beyond it; a second
-- value in the same second gets the next sequence and is kept beside the first. No foreign key: it would halve ingest;
-- datastreams are never deleted while rows stand (docs/decisions/0003).
create table observations.observation (
  phenomenon_time timestamptz not null,
  received_at timestamptz not null,
  value double precision,        -- measurement, count, truth (0 or 1)
  key bigint not null,           -- hash of the message's own key, or of the value where it has none
  datastream_id integer not null,
  authority_id integer not null,
  sequence smallint not null default 0 check (sequence between 0 and 255),
  millis smallint not null default 0,
  text_value text,               -- category
  primary key (datastream_id, phenomenon_time, sequence)
) with (fillfactor = 100);
create index observation_newest on observations.observation (phenomenon_time desc, millis desc, datastream_id desc, sequence desc);

create table observations.latest (
  datastream_id integer primary key,
  authority_id integer not null,
  phenomenon_time timestamptz not null,
  millis smallint not null,
  sequence smallint not null,
  value double precision,
  text_value text,
  received_at timestamptz not null
) with (fillfactor = 70);

-- What retention took away, so that accounts still add up.
create table observations.retention_run (
  id integer generated always as identity primary key,
  authority_id integer not null,
  datastream_id integer not null,
  ran_at timestamptz not null default now(),
  older_than timestamptz not null,
  deleted bigint not null,
  unique (datastream_id, ran_at)
);

create view observations.v_observation as
  select datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at, key from observations.observation;
create view observations.v_latest as
  select datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at from observations.latest;
create view observations.v_retention_run as select * from observations.retention_run;
