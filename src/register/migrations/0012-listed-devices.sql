-- What a list of tens of thousands of devices needs of each, and what its filters count: docs/decisions/0011. Kept by triggers from
-- the device, its placements, their places and its datastreams, whoever writes them, and never written by anybody else.
create table register.listed_device (
  device_id integer primary key references register.device on delete cascade,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  name text not null,
  state text not null,
  place_id integer,              -- where it stands now
  place_name text,
  place_kind text,
  properties text[] not null,    -- codes of what it measures, in order
  in_home boolean not null       -- ever stood in a dwelling: nobody but staff may know of it
);
create index listed_device_of_project on register.listed_device (project_id);

-- Locks first, so that of two changes at once the later one sees the earlier: what each reads stands in a statement after.
create function register.list_places(ids integer[]) returns void language plpgsql as $$
begin
  perform 1 from register.place pl where pl.id in (select place_id from register.placement where device_id = any (ids))
    order by pl.id for share;
  perform 1 from register.listed_device l where l.device_id = any (ids) order by l.device_id for update;
  update register.listed_device l set place_id = pl.id, place_name = pl.name, place_kind = pl.kind,
    in_home = exists (select 1 from register.placement ever join register.place home on home.id = ever.place_id
      where ever.device_id = d.id and home.is_dwelling)
  from register.device d
  left join register.placement pm on pm.device_id = d.id and pm.valid_to is null
  left join register.place pl on pl.id = pm.place_id
  where d.id = any (ids) and l.device_id = d.id;
end $$;

create function register.list_properties(ids integer[]) returns void language plpgsql as $$
begin
  perform 1 from register.listed_device l where l.device_id = any (ids) order by l.device_id for update;
  update register.listed_device l set properties =
    coalesce((select array_agg(distinct ds.property_code) from register.datastream ds where ds.device_id = l.device_id), '{}')
  where l.device_id = any (ids);
end $$;

create function register.list_new_devices() returns trigger language plpgsql as $$
begin
  insert into register.listed_device (device_id, authority_id, project_id, name, state, properties, in_home)
  select id, authority_id, project_id, name, state, '{}', false from changed;
  return null;
end $$;

create function register.list_changed_devices() returns trigger language plpgsql as $$
begin
  update register.listed_device l set authority_id = d.authority_id, project_id = d.project_id, name = d.name, state = d.state
  from changed d
  where l.device_id = d.id and (l.authority_id, l.project_id, l.name, l.state) is distinct from (d.authority_id, d.project_id, d.name, d.state);
  return null;
end $$;

create function register.list_changed_places() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'place' then
    perform register.list_places(array(select device_id from register.placement where place_id in (select id from changed)));
  else
    perform register.list_places(array(select device_id from changed));
  end if;
  return null;
end $$;

create function register.list_changed_datastreams() returns trigger language plpgsql as $$
begin
  perform register.list_properties(array(select device_id from changed));
  return null;
end $$;

create trigger list_new after insert on register.device
  referencing new table as changed for each statement execute function register.list_new_devices();
create trigger list_changed after update on register.device
  referencing new table as changed for each statement execute function register.list_changed_devices();
create trigger list_changed after update on register.place
  referencing new table as changed for each statement execute function register.list_changed_places();
create trigger list_new after insert on register.placement
  referencing new table as changed for each statement execute function register.list_changed_places();
create trigger list_changed after update on register.placement
  referencing new table as changed for each statement execute function register.list_changed_places();
create trigger list_gone after delete on register.placement
  referencing old table as changed for each statement execute function register.list_changed_places();
create trigger list_new after insert on register.datastream
  referencing new table as changed for each statement execute function register.list_changed_datastreams();
create trigger list_changed after update on register.datastream
  referencing new table as changed for each statement execute function register.list_changed_datastreams();
create trigger list_gone after delete on register.datastream
  referencing old table as changed for each statement execute function register.list_changed_datastreams();

insert into register.listed_device (device_id, authority_id, project_id, name, state, properties, in_home)
select id, authority_id, project_id, name, state, '{}', false from register.device;
select register.list_properties(array(select id from register.device)), register.list_places(array(select id from register.device));

-- What filters ask of a promise, taken from its body by the database itself, as in 0005. Each purpose once, with the label
-- beside it.
create function register.purpose_codes(body jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(code order by code), '{}')
  from (select distinct p.code from jsonb_to_recordset(body -> 'purposes') as p (code text) where p.code is not null) as once
$$;
create function register.purpose_labels(body jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(label order by code), '{}')
  from (select p.code, min(p.label) as label from jsonb_to_recordset(body -> 'purposes') as p (code text, label text)
    where p.code is not null group by p.code) as once
$$;
alter table register.declaration
  add column capture text generated always as (body -> 'classes' ->> 'capture') stored,
  add column purpose_codes text[] generated always as (register.purpose_codes(body)) stored,
  add column purpose_labels text[] generated always as (register.purpose_labels(body)) stored;

-- The devices anyone may know of, to be counted; v_public_device says more of each. A test compares.
create view register.v_listed_device as
  select l.device_id, l.authority_id, l.project_id, l.state, l.place_id
  from register.listed_device l
  where not l.in_home and exists (select 1 from register.declaration dc where dc.project_id = l.project_id and dc.is_published);

-- The grid of 0001 by the same sums, as procedures that the database runs several times as fast: a map has thousands of points.
create or replace function register.coarsen_latitude(latitude double precision, metres double precision)
returns double precision language plpgsql immutable parallel safe as $$
declare
  height double precision := metres / 111320::float8;
  lat double precision := case when abs(latitude) < 1e-9 then 0::float8 else latitude end;
begin
  if metres <= 0 then return latitude; end if;
  return floor(least(90::float8, (floor(lat / height) + 0.5::float8) * height) * 1000000::float8 + 0.5::float8) / 1000000::float8;
end $$;

create or replace function register.coarsen_longitude(latitude double precision, longitude double precision, metres double precision)
returns double precision language plpgsql immutable parallel safe as $$
declare
  height double precision := metres / 111320::float8;
  lat double precision := case when abs(latitude) < 1e-9 then 0::float8 else latitude end;
  lon double precision := case when abs(longitude) < 1e-9 then 0::float8 else longitude end;
  width double precision;
begin
  if metres <= 0 then return longitude; end if;
  width := metres / (111320::float8 * greatest(0.01::float8,
    floor(cos(radians(floor((floor(lat / height) + 0.5::float8) * height) + 0.5::float8)) * 10000::float8 + 0.5::float8) / 10000::float8));
  return floor(least(180::float8, (floor(lon / width) + 0.5::float8) * width) * 1000000::float8 + 0.5::float8) / 1000000::float8;
end $$;

-- Where a device stood, and when, with whether that is a home: for counting, without reckoning what the public may see of each place.
create view register.v_stay as
  select pm.device_id, pm.place_id, pm.valid_from, pm.valid_to, pl.is_dwelling
  from register.placement pm join register.place pl on pl.id = pm.place_id;

-- Which property each datastream has, without what its promise says of it.
create view register.v_datastream_property as select id, authority_id, device_id, project_id, property_code from register.datastream;

-- As in 0005; whether something open is measured is asked of the devices' own rows.
create or replace view register.v_dataset as
  select pd.id as declaration_id, pd.authority_id, pd.project_id, pd.version, pd.is_in_force, pd.in_force_from,
         dc.dataset || case when row_number() over (partition by pd.authority_id, dc.dataset order by pd.project_id) > 1
           then '.' || pd.project_id else '' end as address,
         dc.dataset, dc.dataset_title as title, dc.licence, dc.why_not_open, dc.open_properties,
         pd.is_in_force and dc.open_properties <> '{}' and exists (
           select 1 from register.listed_device l
           where l.project_id = pd.project_id and not l.in_home and l.properties && dc.open_properties) as has_open_readings
  from register.v_published_declaration pd join register.declaration dc on dc.id = pd.id;
