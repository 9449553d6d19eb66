-- Sharing agreements: restricted readings cross from one authority to another only under one, approved by each that gives.
create table register.sharing_agreement (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority, -- who proposed it
  title text not null check (title <> ''),
  purposes text[] not null check (cardinality(purposes) > 0), -- codes of purposes, which every declaration must name
  controllers text not null check (controllers <> ''),        -- who is controller of what, in words
  detail text not null check (detail in ('readings', 'hourly', 'daily', 'counts')),
  valid_from date not null,
  ends_on date not null check (ends_on >= valid_from),        -- its last day
  partnership_id integer references identity.partnership,     -- it holds only while both sides are members
  proposed_by integer references identity.person,
  proposed_at timestamptz not null,
  ended_at timestamptz,
  ended_by integer references identity.person,
  end_reason text
);
create table register.sharing_party (
  agreement_id integer not null references register.sharing_agreement,
  authority_id integer not null references identity.authority,
  gives boolean not null,
  receives boolean not null check (gives or receives),
  offered_by integer references identity.person, -- who chose what it gives
  approved_at timestamptz check (approved_at is null or gives),
  approved_by integer references identity.person,
  primary key (agreement_id, authority_id)
);
create table register.shared_property (
  agreement_id integer not null,
  authority_id integer not null,
  project_id integer not null references projects.project,
  property_code text not null references register.observed_property (code),
  primary key (agreement_id, project_id, property_code),
  foreign key (agreement_id, authority_id) references register.sharing_party
);

-- What declarations in force, and not suspended, promise to partners: for which purposes, and how fine at most. Everybody is
-- a partner too.
create view register.v_partner_promise as
  select dc.authority_id, dc.project_id, p.property as property_code, p.purposes, best.detail
  from register.declaration dc
  left join projects.v_standing standing on standing.project_id = dc.project_id
  cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (property text, purposes jsonb, audiences jsonb)
  cross join lateral (
    select a.detail from jsonb_to_recordset(p.audiences) as a (audience text, detail text)
    where a.audience in ('public', 'partners')
    order by array_position(array['readings', 'hourly', 'daily', 'counts'], a.detail) limit 1) as best
  where dc.state = 'in_force' and (dc.body ->> 'ends_on')::date >= current_date and standing.is_suspended is not true;

-- Agreements that every giver has approved, between their first and last day, not ended by anybody.
create view register.v_sharing_in_force as
  select a.id, a.purposes, a.detail, a.partnership_id
  from register.sharing_agreement a
  where a.ended_at is null and current_date between a.valid_from and a.ends_on
    and exists (select 1 from register.sharing_party giver where giver.agreement_id = a.id and giver.gives)
    and not exists (select 1 from register.sharing_party giver
      where giver.agreement_id = a.id and giver.gives and giver.approved_at is null);

-- The readings that cross a border today: to whom, of which project and property. The declaration of the giver must promise
-- readings to partners for every purpose of the agreement, now.
create view register.v_shared as
  select receiver.authority_id as receiver_id, item.authority_id as giver_id, item.project_id, item.property_code,
         a.id as agreement_id
  from register.v_sharing_in_force a
  join register.shared_property item on item.agreement_id = a.id
  join register.sharing_party receiver on receiver.agreement_id = a.id and receiver.receives
    and receiver.authority_id <> item.authority_id
  join register.v_partner_promise promise on promise.project_id = item.project_id
    and promise.authority_id = item.authority_id and promise.property_code = item.property_code
  where a.detail = 'readings' and promise.detail = 'readings' and to_jsonb(a.purposes) <@ promise.purposes
    and (a.partnership_id is null or exists (
      select 1 from identity.v_partnership p
      join identity.v_partnership_member giving on giving.partnership_id = p.id and giving.authority_id = item.authority_id
      join identity.v_partnership_member taking on taking.partnership_id = p.id and taking.authority_id = receiver.authority_id
      where p.id = a.partnership_id and p.valid_from <= current_date and coalesce(p.valid_to, current_date) >= current_date
        and giving.valid_from <= current_date and coalesce(giving.valid_to, current_date) >= current_date
        and taking.valid_from <= current_date and coalesce(taking.valid_to, current_date) >= current_date));
