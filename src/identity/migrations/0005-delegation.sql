-- A role lent to a colleague from one day to another. It is held only while the one who lends holds it, ends by itself, and
-- is never lent on: the view below looks for the role of the lender in memberships alone.
create table identity.delegation (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  role text not null,
  from_person_id integer not null references identity.person,
  to_person_id integer not null references identity.person check (to_person_id <> from_person_id),
  valid_from timestamptz not null,
  valid_to timestamptz not null check (valid_to > valid_from),
  reason text not null check (reason <> ''),
  created_by integer references identity.person,
  created_at timestamptz not null,
  ended_at timestamptz,         -- when somebody ended it early
  ended_by integer references identity.person
);
create index delegation_to on identity.delegation (to_person_id, authority_id) where ended_at is null;

create or replace view identity.v_current_membership as
  select id, authority_id, person_id, role, valid_from, valid_to, granted_by from identity.membership
  where valid_to is null or valid_to > now()
  union all
  select min(-d.id), d.authority_id, d.to_person_id, d.role, min(d.valid_from), max(d.valid_to), min(d.from_person_id)
  from identity.delegation d
  where d.ended_at is null and d.valid_from <= now() and d.valid_to > now()
    and exists (select 1 from identity.membership m join identity.person p on p.id = m.person_id and p.disabled_at is null
      where m.authority_id = d.authority_id and m.person_id = d.from_person_id and m.role = d.role
        and (m.valid_to is null or m.valid_to > now()))
    and not exists (select 1 from identity.membership own
      where own.authority_id = d.authority_id and own.person_id = d.to_person_id and own.role = d.role
        and (own.valid_to is null or own.valid_to > now()))
    and exists (select 1 from identity.membership member
      where member.authority_id = d.authority_id and member.person_id = d.to_person_id
        and (member.valid_to is null or member.valid_to > now()))
  group by d.authority_id, d.to_person_id, d.role;
