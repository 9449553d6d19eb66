-- A project reaches a stage only with what the stage requires, or in an emergency.
create function projects.require_cleared_stage() returns trigger language plpgsql as $$
declare lacking text;
begin
  if tg_op = 'UPDATE' then
    if new.stage = old.stage then return new; end if;
  elsif new.stage = 'direct' then
    return new;
  end if;
  -- after the row is written: a gap is asked of the stage, not of the project's place in it
  select string_agg(kind, ', ' order by kind) into lacking from projects.v_gap
    where project_id = new.id and gate = new.stage and not is_coming;
  if lacking is not null and not exists (select 1 from projects.v_emergency where project_id = new.id) then
    raise exception 'project % cannot be %: it lacks %', new.id, new.stage, lacking using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger require_cleared_stage after insert or update of stage on projects.project
  for each row execute function projects.require_cleared_stage();
