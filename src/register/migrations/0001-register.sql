create schema register;

create table register.observed_property (
  id integer generated always as identity primary key,
  code text not null unique,     -- no2, air-temperature, water-level …
  name text not null,
  description text not null,
  definition text not null,      -- URI
  kind text not null check (kind in ('measurement', 'count', 'category', 'truth')),
  unit_code text,                -- canonical UCUM code; null for categories
  unit_name text,
  unit_symbol text,
  min_value double precision,    -- outside is refused as out of range
  max_value double precision,
  categories text[],             -- the values a category may take
  theme text not null            -- air, indoor, water, counts, energy, noise, device, charging
);

create table register.model (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  slug text not null,
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
  slug text not null,
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
  slug text not null,
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
create index placement_at_place on register.placement (place_id);

create table register.declaration (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  version integer not null,
  state text not null check (state in ('draft', 'submitted', 'in_force', 'rejected', 'superseded', 'withdrawn')),
  body jsonb not null,           -- the promise; shape in declaration.ts
  body_hash text not null,
  submitted_by integer references identity.person,
  submitted_at timestamptz,
  decided_by integer references identity.person, -- null when a narrower version took effect by itself
  decided_at timestamptz,
  in_force_from timestamptz,
  ended_at timestamptz,
  ended_reason text,
  unique (project_id, version)
);
create unique index declaration_in_force on register.declaration (project_id) where state = 'in_force';

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

-- One row per observed property of each declaration in force: what gate, access rule, retention, publisher and sign read.
create view register.v_declared_property as
  select dc.id as declaration_id, dc.version as declaration_version, dc.project_id, dc.authority_id,
         p.property as property_code, p.purposes, p.shortest_interval_s, p.decimals, p.place_precision_m,
         p.retention_days, coalesce(p.suppress_below, 0) as suppress_below,
         exists (select 1 from jsonb_to_recordset(p.audiences) as a (audience text, detail text)
                 where a.audience = 'public' and a.detail = 'readings') as public_readings,
         dc.body -> 'classes' ->> 'published' as class_published
  from register.declaration dc
  cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (
    property text, purposes jsonb, shortest_interval_s double precision, decimals integer, place_precision_m double precision,
    retention_days integer, suppress_below double precision, audiences jsonb)
  where dc.state = 'in_force';

-- Where each device is now.
create view register.v_device_place as
  select pm.device_id, pm.authority_id, pm.place_id, pm.mounted_on, pm.height_m, pm.valid_from,
         pl.slug as place_slug, pl.name as place_name, pl.kind, pl.latitude, pl.longitude, pl.area_code, pl.is_dwelling
  from register.placement pm join register.place pl on pl.id = pm.place_id
  where pm.valid_to is null;

-- Every datastream with what the access rule needs. `is_open`: anyone may read its readings.
create view register.v_datastream as
  select ds.id, ds.authority_id, ds.device_id, ds.project_id, ds.model_id, ds.field, ds.property_code, ds.name,
         ds.description, ds.created_at, dp.declaration_id, dp.retention_days, dp.decimals, dp.place_precision_m,
         (dp.public_readings and dp.class_published = 'none'
          and not exists (select 1 from register.placement pm join register.place pl on pl.id = pm.place_id
                          where pm.device_id = ds.device_id and pl.is_dwelling)) is true as is_open
  from register.datastream ds
  left join register.v_declared_property dp
    on dp.project_id = ds.project_id and dp.property_code = ds.property_code;
