-- What a list of thousands of promises needs of each, without opening every body: taken from the body by the database itself, so
-- that it cannot differ. Readings of a property are open where the public is promised them and they are published as class none.
create function register.open_properties(body jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct p.property order by p.property), '{}')
  from jsonb_to_recordset(body -> 'properties') as p (property text, audiences jsonb)
  cross join lateral jsonb_to_recordset(p.audiences) as a (audience text, detail text)
  where body -> 'classes' ->> 'published' = 'none' and a.audience = 'public' and a.detail = 'readings'
$$;

alter table register.declaration
  add column dataset text generated always as (body -> 'sharing' ->> 'dataset') stored,
  add column dataset_title text generated always as (body -> 'sharing' ->> 'title') stored,
  add column licence text generated always as (body -> 'sharing' ->> 'licence') stored,
  add column why_not_open text generated always as (body -> 'sharing' ->> 'why_not_open') stored,
  add column open_properties text[] generated always as (register.open_properties(body)) stored;

create index datastream_of_project on register.datastream (project_id);

-- The published promises as datasets. `has_open_readings`: there is a datastream whose readings anyone may read. Two projects of an
-- authority that give their dataset the same name keep two addresses: the older project's is the plain one.
create view register.v_dataset as
  select pd.id as declaration_id, pd.authority_id, pd.project_id, pd.version, pd.is_in_force, pd.in_force_from,
         dc.dataset || case when row_number() over (partition by pd.authority_id, dc.dataset order by pd.project_id) > 1
           then '.' || pd.project_id else '' end as address,
         dc.dataset, dc.dataset_title as title, dc.licence, dc.why_not_open, dc.open_properties,
         pd.is_in_force and dc.open_properties <> '{}' and exists (
           select 1 from register.datastream ds
           where ds.project_id = pd.project_id and ds.property_code = any(dc.open_properties)
             and ds.device_id not in (select pm.device_id from register.placement pm -- looked up once for the whole list
               join register.place pl on pl.id = pm.place_id where pl.is_dwelling)) as has_open_readings
  from register.v_published_declaration pd join register.declaration dc on dc.id = pd.id;

-- The datastreams whose readings anyone may read: those for which v_datastream says is_open, found from the project on. A test compares.
create view register.v_open_datastream as
  select ds.id, ds.authority_id, ds.project_id, ds.device_id, ds.property_code
  from register.v_published_declaration pd
  join register.declaration dc on dc.id = pd.id
  join register.datastream ds on ds.project_id = pd.project_id and ds.property_code = any(dc.open_properties)
  where pd.is_in_force and not exists (select 1 from register.placement pm join register.place pl on pl.id = pm.place_id
    where pm.device_id = ds.device_id and pl.is_dwelling);

-- The purposes that something measured serves, by promise.
create function register.served_purposes(body jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct purpose order by purpose), '{}')
  from jsonb_to_recordset(body -> 'properties') as p (purposes jsonb), jsonb_array_elements_text(p.purposes) as purpose
$$;
alter table register.declaration
  add column served_purposes text[] generated always as (register.served_purposes(body)) stored;
create index declaration_serves on register.declaration using gin (served_purposes) where state = 'in_force';

create view register.v_served_purpose as
  select pd.id as declaration_id, pd.authority_id, pd.project_id, dc.served_purposes
  from register.v_published_declaration pd join register.declaration dc on dc.id = pd.id and dc.state = 'in_force'
  where pd.is_in_force;
