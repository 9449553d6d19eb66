create schema register;

create table register.observed_property (
  id integer generated always as identity primary key,
  code text not null unique,     -- no2, air-temperature, water-level …
  name text not null,
  description text not null,
  definition text not null,      -- URI; one that starts with / is our own, relative to the public address
  kind text not null check (kind in ('measurement', 'count', 'category', 'truth')),
  unit_code text,                -- canonical UCUM code; null for categories and truths
  unit_name text,
  unit_symbol text,
  min_value double precision,    -- outside is refused as out of range
  max_value double precision,
  categories text[],             -- the values a category may take
  theme text not null,           -- air, indoor, water, counts, energy, noise, device, charging
  molar_mass double precision    -- g/mol of a gas, so that ppb can become ug/m3
);

create table register.model (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  maker text not null,
  description text not null default '',
  technology text not null default 'air_quality', -- DTPR device element id
  codec_source text,
  codec_hash text,
  test_vectors jsonb not null default '[]',
  state text not null default 'draft' check (state in ('draft', 'active', 'refused')),
  refusal jsonb,                 -- which vectors failed, and how
  capable_but_off text[] not null default '{}',
  support_ends_on date,
  datasheet_url text,
  activated_at timestamptz,
  unique (authority_id, slug)
);

create table register.model_channel (
  model_id integer not null references register.model,
  authority_id integer not null references identity.authority,
  field text not null,           -- path in the decoded object, e.g. temperature or air.co2
  property_code text not null references register.observed_property (code),
  unit_code text,                -- UCUM unit the device sends
  required boolean not null default true,
  blank_values double precision[] not null default '{}', -- sentinels such as -999 that mean "no value"
  primary key (model_id, field)
);

create table register.place (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  description text not null default '',
  kind text not null default 'street', -- street, school, river, park, building, dwelling
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  uprn text,
  usrn text,
  area_code text,                -- GSS code of the small area, for counts of dwellings
  is_dwelling boolean not null default false,
  unique (authority_id, slug)
);

create table register.device (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  model_id integer not null references register.model,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  state text not null default 'planned'
    check (state in ('planned', 'live', 'silent', 'faulty', 'maintenance', 'retired')),
  state_since timestamptz not null default now(),
  owner text,
  supplier text,
  network text,                  -- LoRaWAN, NB-IoT, 4G, wired …
  report_interval_s integer check (report_interval_s > 0),
  confirmed_at timestamptz,      -- last confirmed by a person
  created_at timestamptz not null default now(),
  unique (authority_id, slug)
);
create index device_of_project on register.device (project_id);
create index device_of_model on register.device (model_id);

-- Who changed a device's state, when and why; null person: the house itself (it fell silent, it was heard again).
create table register.device_state_change (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  device_id integer not null references register.device,
  state text not null,
  reason text,
  person_id integer references identity.person,
  changed_at timestamptz not null
);
create index state_change_of_device on register.device_state_change (device_id, changed_at);

-- A device's own key. The secret is shown once; only its SHA-256 is kept.
create table register.device_credential (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  device_id integer not null references register.device,
  prefix text not null unique,
  secret_hash bytea not null,
  created_by integer references identity.person,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index credential_of_device on register.device_credential (device_id);

create table register.device_identifier (
  authority_id integer not null references identity.authority,
  kind text not null check (kind in ('dev_eui', 'serial', 'mqtt_client', 'site_code')),
  value text not null,           -- dev_eui in upper-case hex
  device_id integer not null references register.device,
  primary key (authority_id, kind, value)
);
create index identifier_of_device on register.device_identifier (device_id);

create table register.placement (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  device_id integer not null references register.device,
  place_id integer not null references register.place,
  mounted_on text not null default '', -- lamp column 12, gate post, living room
  height_m double precision,
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to > valid_from)
);
create unique index placement_now on register.placement (device_id) where valid_to is null;
create index placement_of_device on register.placement (device_id);
create index placement_at_place on register.placement (place_id);

-- The coarsest place precision that a declaration promises for any of its properties, in metres; 0 is exact.
create function register.coarsest_place(body jsonb) returns double precision language sql immutable parallel safe as $$
  select coalesce(max(p.place_precision_m), 0) from jsonb_to_recordset(body -> 'properties') as p (place_precision_m float8)
$$;

create table register.declaration (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  version integer not null,
  state text not null check (state in ('draft', 'submitted', 'in_force', 'rejected', 'superseded', 'withdrawn')),
  body jsonb not null,           -- the promise; shape in declaration.ts
  body_hash text not null,
  saved_by integer references identity.person,
  saved_at timestamptz not null default now(),
  submitted_by integer references identity.person,
  submitted_at timestamptz,
  decided_by integer references identity.person, -- null when a narrower version took effect by itself
  decided_at timestamptz,
  in_force_from timestamptz,
  ended_at timestamptz,
  ended_by integer references identity.person,
  ended_reason text,
  is_published boolean not null default false, -- what the public reads: the one in force, else the last that was
  place_precision_m double precision not null generated always as (register.coarsest_place(body)) stored,
  unique (project_id, version)
);
create unique index declaration_published on register.declaration (project_id) where is_published;
create unique index declaration_in_force on register.declaration (project_id) where state = 'in_force';
create unique index declaration_waiting on register.declaration (project_id) where state = 'submitted';

create table register.datastream (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  device_id integer not null references register.device,
  project_id integer not null references projects.project,
  model_id integer not null references register.model,
  field text not null,           -- the model's channel
  property_code text not null references register.observed_property (code),
  name text not null,
  description text not null,
  created_at timestamptz not null default now(),
  unique (device_id, field)
);
create index datastream_of_property on register.datastream (property_code);

-- Coarsening of a public place: the centre of its cell in a grid of `metres`. The same arithmetic, step by step, as in
-- coarsen.ts, where the reasons stand; a property test compares the two. What is nearer to 0 than a nanodegree counts
-- as 0, because PostgreSQL refuses to divide numbers so small that the quotient underflows.
create function register.coarsen_latitude(latitude double precision, metres double precision)
returns double precision language sql immutable parallel safe as $$
  select case when metres <= 0 then latitude
    else floor(least(90::float8, (floor(lat / height) + 0.5::float8) * height) * 1000000::float8 + 0.5::float8) / 1000000::float8 end
  from (select case when abs(latitude) < 1e-9 then 0::float8 else latitude end as lat, metres / 111320::float8 as height) as grid
$$;

create function register.coarsen_longitude(latitude double precision, longitude double precision, metres double precision)
returns double precision language sql immutable parallel safe as $$
  select case when metres <= 0 then longitude
    else floor(least(180::float8, (floor(lon / width) + 0.5::float8) * width) * 1000000::float8 + 0.5::float8) / 1000000::float8 end
  from (select case when abs(longitude) < 1e-9 then 0::float8 else longitude end as lon,
      metres / (111320::float8 * greatest(0.01::float8, floor(cos(radians(floor((floor(lat / height) + 0.5::float8) * height) + 0.5::float8))
        * 10000::float8 + 0.5::float8) / 10000::float8)) as width
    from (select case when abs(latitude) < 1e-9 then 0::float8 else latitude end as lat, metres / 111320::float8 as height) as row) as grid
$$;

-- One row per observed property of each declaration in force: what gate, access rule, retention, publisher and sign
-- read. A declaration is in force to the end of its last day.
create view register.v_declared_property as
  select dc.id as declaration_id, dc.version as declaration_version, dc.project_id, dc.authority_id,
         p.property as property_code, p.purposes, p.shortest_interval_s, p.decimals, p.place_precision_m,
         p.retention_days, coalesce(p.suppress_below, 0) as suppress_below,
         public.detail = 'readings' as public_readings, public.detail as public_detail,
         dc.body -> 'classes' ->> 'published' as class_published
  from register.declaration dc
  cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (
    property text, purposes jsonb, shortest_interval_s double precision, decimals integer, place_precision_m double precision,
    retention_days integer, suppress_below double precision, audiences jsonb)
  left join lateral (
    select a.detail from jsonb_to_recordset(p.audiences) as a (audience text, detail text) where a.audience = 'public'
    order by array_position(array['readings', 'hourly', 'daily', 'counts'], a.detail) limit 1) as public on true
  where dc.state = 'in_force' and (dc.body ->> 'ends_on')::date >= current_date;

-- The promise the public reads: the one in force, else the last that was.
create view register.v_published_declaration as
  select dc.id, dc.authority_id, dc.project_id, dc.version, dc.body, dc.state,
         dc.state = 'in_force' and (dc.body ->> 'ends_on')::date >= current_date as is_in_force,
         dc.in_force_from, dc.ended_at, dc.ended_reason, dc.place_precision_m
  from register.declaration dc where dc.is_published;

-- Every version there is, drafts too: for people of the authority. The public may read those with in_force_from.
create view register.v_declaration as
  select id, authority_id, project_id, version, state, body, body_hash, saved_by, saved_at, submitted_by, submitted_at,
         decided_by, decided_at, in_force_from, ended_at, ended_by, ended_reason
  from register.declaration;

create view register.v_observed_property as select * from register.observed_property;
create view register.v_model as
  select id, authority_id, slug, name, maker, description, technology, codec_hash, state, capable_but_off, support_ends_on,
         datasheet_url, activated_at from register.model;
create view register.v_model_channel as select * from register.model_channel;
create view register.v_device_identifier as select * from register.device_identifier;
create view register.v_device_state_change as select * from register.device_state_change;

-- Where each device is and was. A device that ever stood in a dwelling is never public.
create view register.v_placement as
  select pm.id, pm.authority_id, pm.device_id, pm.place_id, pm.mounted_on, pm.height_m, pm.valid_from, pm.valid_to
  from register.placement pm;

-- Where each device is now.
create view register.v_device_place as
  select pm.device_id, pm.authority_id, pm.place_id, pm.mounted_on, pm.height_m, pm.valid_from,
         pl.slug as place_slug, pl.name as place_name, pl.kind, pl.latitude, pl.longitude, pl.area_code, pl.is_dwelling
  from register.placement pm join register.place pl on pl.id = pm.place_id
  where pm.valid_to is null;

-- Every device. `is_public`: its project has (or had) a declaration in force and it never stood in a dwelling.
create view register.v_device as
  select d.*,
         (pd.id is not null and not exists (
           select 1 from register.placement pm join register.place pl on pl.id = pm.place_id
           where pm.device_id = d.id and pl.is_dwelling)) as is_public,
         pd.place_precision_m
  from register.device d left join register.v_published_declaration pd on pd.project_id = d.project_id;

-- Every place, with the point the public may see: coarsened as far as the most careful declaration of the devices that
-- are or were there asks. `is_public`: no dwelling, and a public device is or was there.
create view register.v_place as
  select pl.*,
         not pl.is_dwelling and coalesce(there.is_public, false) as is_public,
         coalesce(there.place_precision_m, 0) as place_precision_m,
         register.coarsen_latitude(pl.latitude, coalesce(there.place_precision_m, 0)) as public_latitude,
         register.coarsen_longitude(pl.latitude, pl.longitude, coalesce(there.place_precision_m, 0)) as public_longitude
  from register.place pl
  left join lateral (
    select bool_or(d.is_public) as is_public, max(d.place_precision_m) as place_precision_m
    from register.placement pm join register.v_device d on d.id = pm.device_id where pm.place_id = pl.id) as there on true;

-- What anyone may know of a device; the point is the coarsened one.
create view register.v_public_device as
  select d.id, d.authority_id, d.project_id, d.model_id, d.slug, d.name, d.state, d.state_since, d.owner, d.supplier,
         d.network, d.report_interval_s, d.confirmed_at, d.created_at,
         pl.id as place_id, pl.slug as place_slug, pl.name as place_name, pl.kind as place_kind, pl.place_precision_m,
         pl.public_latitude as latitude, pl.public_longitude as longitude
  from register.v_device d
  left join register.placement pm on pm.device_id = d.id and pm.valid_to is null
  left join register.v_place pl on pl.id = pm.place_id
  where d.is_public;

create view register.v_public_place as
  select pl.id, pl.authority_id, pl.slug, pl.name, pl.description, pl.kind, pl.place_precision_m,
         pl.public_latitude as latitude, pl.public_longitude as longitude
  from register.v_place pl where pl.is_public;

-- Every datastream with what the access rule needs. `is_open`: anyone may read its readings. `public_detail`: the finest
-- detail the public is promised (readings, hourly, daily, counts), null for none.
create view register.v_datastream as
  select ds.id, ds.authority_id, ds.device_id, ds.project_id, ds.model_id, ds.field, ds.property_code, ds.name,
         ds.description, ds.created_at, dp.declaration_id, dp.retention_days, dp.decimals, dp.place_precision_m,
         dp.public_detail,
         (dp.public_readings and dp.class_published = 'none'
          and not exists (select 1 from register.placement pm join register.place pl on pl.id = pm.place_id
                          where pm.device_id = ds.device_id and pl.is_dwelling)) is true as is_open
  from register.datastream ds
  left join register.v_declared_property dp
    on dp.project_id = ds.project_id and dp.property_code = ds.property_code;

-- How long each datastream's readings may stay. The promise in force counts, or the last that named the property; one
-- that was replaced by a shorter promise goes on counting for 28 days. No row: never declared, so nothing was stored.
create view register.v_datastream_retention as
  select ds.id as datastream_id, ds.authority_id, kept.retention_days
  from register.datastream ds
  cross join lateral (
    select max(promise.retention_days) as retention_days
    from (
      select p.retention_days, dc.ended_at, row_number() over (order by dc.state = 'in_force' desc, dc.version desc) as place
      from register.declaration dc
      cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (property text, retention_days integer)
      where dc.project_id = ds.project_id and dc.in_force_from is not null and p.property = ds.property_code) as promise
    where promise.place = 1 or promise.ended_at > now() - interval '28 days') as kept
  where kept.retention_days is not null;
