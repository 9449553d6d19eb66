-- How a project stands is reckoned from its clearances whenever something of it changes, by triggers: no path in SQL leaves
-- a standing behind that its clearances do not bear out.

-- `lift`: an approval ends a suspension. Without it a suspension stays, whatever was cleared since.
create function projects.reckon(of_project integer, lift boolean default false) returns void language plpgsql as $$
declare
  promise projects.promise;
  before projects.standing;
  emergency timestamptz;
  days integer;
  continuity boolean;
  first_gap record;
begin
  perform 1 from projects.project where id = of_project for no key update; -- one at a time, so that none misses the other
  select * into promise from projects.promise where project_id = of_project;
  if promise.now_traits is null then
    delete from projects.standing where project_id = of_project;
    return;
  end if;
  select * into before from projects.standing where project_id = of_project;
  if before.suspended_from <= now() and not lift then
    return;
  end if;
  select until into emergency from projects.v_emergency where project_id = of_project;
  select (body ->> 'at_risk_days')::integer into days from projects.v_policy where authority_id = promise.authority_id;
  continuity := 'continuity' = any (promise.now_traits);
  select r.kind, case when emergency is not null and not r.is_met then 'emergency' else r.cause end as cause, r.words,
    min(r.over_at) over () as risk_from,
    case when emergency is not null and not r.is_met then emergency
      -- a DPIA that somebody took back: what made the processing lawful to begin is gone (UK GDPR article 35)
      when r.kind = 'dpia' and r.cause = 'withdrawn' then r.over_at
      else r.over_at + make_interval(days => days) end as suspended_from
  into first_gap
  from projects.required(of_project, projects.gate_of(promise.now_traits), promise.now_traits, promise.now_people) as r
  where r.cause is not null order by 5, 1 limit 1;
  insert into projects.standing as s (project_id, authority_id, risk_from, suspended_from, is_continuity, kind, cause, words)
  values (of_project, promise.authority_id, first_gap.risk_from, case when not continuity then first_gap.suspended_from end,
    continuity, first_gap.kind, first_gap.cause, first_gap.words)
  on conflict (project_id) do update set risk_from = excluded.risk_from, suspended_from = excluded.suspended_from,
    is_continuity = excluded.is_continuity, kind = excluded.kind, cause = excluded.cause, words = excluded.words;
end $$;

create function projects.reckon_of_row() returns trigger language plpgsql as $$
begin
  perform projects.reckon(case when tg_op = 'DELETE' then old.project_id else new.project_id end);
  return null;
end $$;

-- at the end of the transaction: a clearance that takes another's place leaves no moment without either
create constraint trigger reckon after insert or update or delete on projects.clearance deferrable initially deferred
  for each row execute function projects.reckon_of_row();
create trigger reckon after insert or update on projects.promise
  for each row execute function projects.reckon_of_row();
create trigger reckon after insert or update on projects.ruling
  for each row execute function projects.reckon_of_row();

create function projects.reckon_of_policy() returns trigger language plpgsql as $$
begin
  perform projects.reckon(project_id) from projects.promise
    where now_traits is not null and (new.authority_id is null or authority_id = new.authority_id);
  return null;
end $$;
create trigger reckon after insert or update on projects.policy
  for each row execute function projects.reckon_of_policy();

-- A suspension ends only where everything is cleared again, or in an emergency.
create function projects.keep_suspended() returns trigger language plpgsql as $$
begin
  if old.suspended_from <= now() and (new.suspended_from is null or new.suspended_from > now())
    and not exists (select 1 from projects.promise where project_id = new.project_id and 'continuity' = any (now_traits))
    and exists (select 1 from projects.v_gap where project_id = new.project_id and not is_coming and gate in ('declaration', 'trial'))
    and not exists (select 1 from projects.v_emergency where project_id = new.project_id) then
    raise exception 'project % lacks clearances, so its suspension cannot end', new.project_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_suspended before update on projects.standing
  for each row execute function projects.keep_suspended();
