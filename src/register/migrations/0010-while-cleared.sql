-- A declaration comes into force only when its project's clearances are there, and holds only while they do. The views that
-- everything reads look at how the project stands, so that a clearance that ends, or a day that passes, is enough.

-- What a promise says of itself that decides what must be cleared; the same as traits.ts, which a property test compares.
create function register.traits_of(body jsonb) returns text[] language sql immutable parallel safe as $$
  select array_remove(array[
    case when body -> 'classes' ->> 'capture' <> 'none' then 'captures_people' end,
    case when body ? 'continuity' then 'continuity' end,
    case when body -> 'classes' ->> 'capture' in ('pseudonymous', 'identifiable')
      or body -> 'classes' ->> 'stored' in ('pseudonymous', 'identifiable') then 'personal' end,
    case when jsonb_array_length(body -> 'processors') > 0 then 'supplier' end,
    case when body ? 'trial' then 'trial' end], null)
$$;

-- The day before which a project's trials must be over: 12 weeks after its first one began.
create function register.trial_over(of_project integer, beginning timestamptz) returns date language sql stable as $$
  select least(beginning, min(in_force_from))::date + 84 from register.declaration
  where project_id = of_project and in_force_from is not null and body ? 'trial'
$$;

create function register.require_cleared() returns trigger language plpgsql as $$
declare
  told record;
  lacking text;
begin
  if new.state <> 'in_force' then return new; end if;
  if tg_op = 'UPDATE' then
    if old.state = 'in_force' and old.body = new.body and old.project_id = new.project_id then return new; end if;
  end if;
  select * into told from projects.v_promise where project_id = new.project_id;
  if told.now_traits is null or not told.now_traits @> register.traits_of(new.body)
    or new.decided_by is not null and not told.now_people @> (new.writers || array_remove(array[new.submitted_by], null)) then
    raise exception 'declaration % of project % was not told to its gates', new.version, new.project_id
      using errcode = 'check_violation';
  end if;
  if new.body ? 'trial' and ((new.body ->> 'ends_on')::date > register.trial_over(new.project_id, new.in_force_from)
    or new.body -> 'classes' ->> 'capture' <> 'none'
    or (new.body -> 'trial' ->> 'most_devices')::integer < (select count(*) from register.device d
      where d.project_id = new.project_id and d.state not in ('planned', 'retired'))) then
    raise exception 'declaration % of project % is no trial', new.version, new.project_id using errcode = 'check_violation';
  end if;
  -- a narrower version of what already runs adds no gap, and the clock that runs goes on
  if told.now_since < now() and new.decided_by is null then return new; end if;
  if exists (select 1 from projects.v_emergency where project_id = new.project_id) then return new; end if;
  select string_agg(kind, ', ' order by kind) into lacking from projects.v_gap
    where project_id = new.project_id and gate in ('declaration', 'trial') and not is_coming;
  if lacking is not null then
    raise exception 'declaration % of project % lacks %', new.version, new.project_id, lacking using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger require_cleared before insert or update on register.declaration
  for each row execute function register.require_cleared();

-- How many devices a project may have: those its trial names, or as many as it likes (null).
create view register.v_trial as
  select dc.project_id, dc.authority_id, least(25, (dc.body -> 'trial' ->> 'most_devices')::integer) as most_devices
  from register.declaration dc where dc.state = 'in_force' and dc.body ? 'trial';

create function register.require_small_trial() returns trigger language plpgsql as $$
declare most integer;
begin
  if new.state in ('planned', 'retired') then return new; end if;
  select most_devices into most from register.v_trial where project_id = new.project_id;
  if most is not null and (select count(*) from register.device d
      where d.project_id = new.project_id and d.id <> new.id and d.state not in ('planned', 'retired')) >= most then
    raise exception 'the trial of project % has its % devices', new.project_id, most using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger require_small_trial before insert or update of state, project_id on register.device
  for each row execute function register.require_small_trial();

-- As before, and only while not suspended.
create or replace view register.v_declared_property as
  select dc.id as declaration_id, dc.version as declaration_version, dc.project_id, dc.authority_id,
         p.property as property_code, p.purposes, p.shortest_interval_s, p.decimals, p.place_precision_m,
         p.retention_days, coalesce(p.suppress_below, 0) as suppress_below,
         public.detail = 'readings' as public_readings, public.detail as public_detail,
         dc.body -> 'classes' ->> 'published' as class_published
  from register.declaration dc
  left join projects.v_standing standing on standing.project_id = dc.project_id
  cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (
    property text, purposes jsonb, shortest_interval_s double precision, decimals integer, place_precision_m double precision,
    retention_days integer, suppress_below double precision, audiences jsonb)
  left join lateral (
    select a.detail from jsonb_to_recordset(p.audiences) as a (audience text, detail text) where a.audience = 'public'
    order by array_position(array['readings', 'hourly', 'daily', 'counts'], a.detail) limit 1) as public on true
  where dc.state = 'in_force' and (dc.body ->> 'ends_on')::date >= current_date
    and standing.is_suspended is not true;

create or replace view register.v_published_declaration as
  select dc.id, dc.authority_id, dc.project_id, dc.version, dc.body, dc.state,
         dc.state = 'in_force' and (dc.body ->> 'ends_on')::date >= current_date and standing.is_suspended is not true as is_in_force,
         dc.in_force_from, dc.ended_at, dc.ended_reason, dc.place_precision_m,
         dc.state = 'in_force' and standing.is_suspended is true as is_suspended
  from register.declaration dc left join projects.v_standing standing on standing.project_id = dc.project_id
  where dc.is_published;
