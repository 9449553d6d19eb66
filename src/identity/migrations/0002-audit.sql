-- Who did what to which version, why. `entry` is the whole entry as canonical JSON (RFC 8785) and the only thing that is
-- hashed; every other column is made from it, so that no column can say something else. Each authority has a chain of
-- its own, which leaves with it: hash = sha256(hash of the one before || entry), the first on 32 zero bytes.
create table identity.audit_entry (
  id bigint generated always as identity primary key,
  entry text not null,
  authority_id integer generated always as ((entry::jsonb ->> 'authority')::integer) stored references identity.authority,
  at text generated always as (entry::jsonb ->> 'at') stored, -- ISO 8601 with Z, so that text order is time order
  action text generated always as (entry::jsonb ->> 'action') stored,
  actor_kind text generated always as (entry::jsonb -> 'actor' ->> 'kind') stored,
  actor_id integer generated always as ((entry::jsonb -> 'actor' ->> 'id')::integer) stored,
  subject_kind text generated always as (entry::jsonb -> 'subject' ->> 'kind') stored,
  subject_id text generated always as (entry::jsonb -> 'subject' ->> 'id') stored,
  position bigint,              -- 1, 2, 3 … in the chain of the authority
  hash bytea,                   -- both are written by the commit and never again
  check (authority_id is not null and at is not null and action is not null and subject_kind is not null),
  unique (authority_id, position)
);
create index audit_entry_unchained on identity.audit_entry (authority_id, id) where hash is null;
create index audit_entry_about on identity.audit_entry (authority_id, subject_kind, subject_id);

create table identity.audit_head ( -- the last link of each chain, so that an end cut off is noticed
  authority_id integer primary key references identity.authority,
  position bigint not null,
  hash bytea not null
);

-- Runs at the commit, once for all entries of the transaction. The row of the head is the lock: held from here to the end
-- of the commit and taken in the order of authorities, so that two transactions wait for each other but never in a circle.
create function identity.chain_audit() returns trigger language plpgsql as $$
declare
  waiting record;
  head identity.audit_head;
begin
  for waiting in select id, authority_id, entry from identity.audit_entry where hash is null order by authority_id, id loop
    insert into identity.audit_head values (waiting.authority_id, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
    select * into head from identity.audit_head where authority_id = waiting.authority_id for update;
    head.position := head.position + 1;
    head.hash := sha256(head.hash || convert_to(waiting.entry, 'UTF8'));
    update identity.audit_entry set position = head.position, hash = head.hash where id = waiting.id;
    update identity.audit_head set position = head.position, hash = head.hash where authority_id = waiting.authority_id;
  end loop;
  return null;
end $$;
create constraint trigger chain_audit after insert on identity.audit_entry
  deferrable initially deferred for each row execute function identity.chain_audit();

create function identity.keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.hash is null and new.position is null then return new; end if;
  if tg_op = 'UPDATE' and old.hash is null and new.id = old.id and new.entry = old.entry then return new; end if;
  raise exception 'the audit log is only ever added to' using errcode = 'restrict_violation';
end $$;
create trigger keep_audit before insert or update or delete on identity.audit_entry
  for each row execute function identity.keep_audit();
create trigger keep_all_audit before truncate on identity.audit_entry
  for each statement execute function identity.keep_audit();

create function identity.keep_audit_head() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.authority_id = old.authority_id and new.position = old.position + 1 then return new; end if;
  raise exception 'the audit log is only ever added to' using errcode = 'restrict_violation';
end $$;
create trigger keep_audit_head before update or delete on identity.audit_head
  for each row execute function identity.keep_audit_head();
create trigger keep_all_audit_heads before truncate on identity.audit_head
  for each statement execute function identity.keep_audit_head();
