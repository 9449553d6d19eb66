-- Breaks the transaction of a group that was sent whole, on the belief that all its readings are newer than what stands, when
-- one was not. The SQLSTATE is of class 40: run the transaction again.
create function observations.require_all_stored(stored bigint, wanted integer) returns bigint language plpgsql as $$
begin
  if stored < wanted then
    raise exception 'not all readings are newer than what stands' using errcode = '40L01';
  end if;
  return stored;
end
$$;
