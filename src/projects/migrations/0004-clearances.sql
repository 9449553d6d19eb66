-- Requirements and clearances: what a stage and a declaration need, and the dated evidence that it is met. Everything that
-- decides is here, in SQL, so that pages, `apply`, the API and somebody at a database prompt come to the same answer.

-- What is needed before what, and who may say that it is met. Each save is a new version; the latest counts.
-- Without an authority: what ships. Shape and reasons: policy.ts, docs/decisions/0007-what-must-be-cleared.md.
create table projects.policy (
  id integer generated always as identity primary key,
  authority_id integer references identity.authority,
  version integer not null,
  body jsonb not null,
  saved_by integer references identity.person,
  saved_at timestamptz not null default now(),
  unique nulls not distinct (authority_id, version)
);

insert into projects.policy (authority_id, version, body) values (null, 1, '{
  "at_risk_days": 28,
  "requirements": [
    {"stage": "declaration", "kind": "screening", "applies_when": ["always"]},
    {"stage": "declaration", "kind": "security", "applies_when": ["always"]},
    {"stage": "declaration", "kind": "dpia", "applies_when": ["asked_for", "personal"]},
    {"stage": "declaration", "kind": "equality", "applies_when": ["asked_for", "captures_people"]},
    {"stage": "declaration", "kind": "ethics", "applies_when": ["asked_for", "captures_people"]},
    {"stage": "declaration", "kind": "supplier", "applies_when": ["asked_for", "supplier"]},
    {"stage": "trial", "kind": "screening", "applies_when": ["always"]},
    {"stage": "trial", "kind": "security", "applies_when": ["always"]},
    {"stage": "trial", "kind": "dpia", "applies_when": ["asked_for"]},
    {"stage": "live", "kind": "screening", "applies_when": ["always"]},
    {"stage": "live", "kind": "security", "applies_when": ["always"]},
    {"stage": "live", "kind": "dpia", "applies_when": ["asked_for", "personal"]},
    {"stage": "live", "kind": "equality", "applies_when": ["asked_for", "captures_people"]},
    {"stage": "live", "kind": "ethics", "applies_when": ["asked_for", "captures_people"]},
    {"stage": "live", "kind": "supplier", "applies_when": ["asked_for", "supplier"]},
    {"stage": "evaluated", "kind": "evaluation", "applies_when": ["always"]}
  ],
  "roles": {
    "screening": ["information_governance"],
    "dpia": ["approver", "siro"],
    "equality": ["approver", "siro"],
    "ethics": ["ethics_reviewer"],
    "security": ["security"],
    "supplier": ["security", "information_governance"],
    "evaluation": ["approver", "siro"]
  }
}');

create table projects.clearance (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  kind text not null
    check (kind in ('screening', 'dpia', 'equality', 'ethics', 'security', 'supplier', 'evaluation')),
  evidence jsonb not null,       -- an assessment and its version, or a document held elsewhere
  asks_for text[] not null default '{}', -- kinds that the evidence says are needed too: a screening asks for a DPIA
  granted_by integer not null references identity.person,
  granted_at timestamptz not null,
  valid_until timestamptz check (valid_until > granted_at),
  ended_at timestamptz,
  ended_by integer references identity.person, -- null: the house itself; another took its place, its assessment lapsed
  ended_reason text
);
create unique index clearance_standing on projects.clearance (project_id, kind) where ended_at is null;

-- What `register` tells of a project's declaration, as far as it decides what must be cleared: traits, and the people who
-- wrote or submitted it, whose own clearances do not count. `now`: of the declaration in force, null without one.
-- `coming`: of the one that is written or waits.
create table projects.promise (
  project_id integer primary key references projects.project,
  authority_id integer not null references identity.authority,
  now_traits text[],
  now_people integer[] not null default '{}',
  now_since timestamptz,
  coming_traits text[],
  coming_people integer[] not null default '{}'
);

-- What the senior information risk owner ruled: a project may run in an emergency without its clearances until a day; readings
-- of a project with a continuity plan go on, or stop. Never deleted; an emergency that is over has `ended_at`.
create table projects.ruling (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  kind text not null check (kind in ('emergency', 'go_on', 'stop')),
  reason text not null,
  until timestamptz,
  stage_before text,             -- where the project stood before the emergency
  person_id integer not null references identity.person,
  made_at timestamptz not null,
  ended_at timestamptz,
  check (kind = 'stop' or until > made_at)
);
create index ruling_of_project on projects.ruling (project_id);

-- How a project with a declaration in force stands: since or from when a requirement is not met, and from when on the
-- declaration is therefore suspended. Both may lie ahead, so that time alone, without any job, does what they say.
create table projects.standing (
  project_id integer primary key references projects.project,
  authority_id integer not null references identity.authority,
  risk_from timestamptz,
  suspended_from timestamptz,
  is_continuity boolean not null default false, -- goes to the senior information risk owner instead of being suspended
  kind text,                     -- the clearance that is, or will be, missing first
  cause text check (cause in ('missing', 'expires', 'lapsed', 'withdrawn', 'emergency', 'ruling')),
  words text,                    -- the reason somebody gave
  told text not null default 'well' -- what the news said last: well, risk, suspended
);

create view projects.v_policy as
  select a.id as authority_id, p.version, p.body, p.authority_id is null as is_shipped, p.saved_by, p.saved_at
  from identity.v_authority a cross join lateral (
    select * from projects.policy each where each.authority_id = a.id or each.authority_id is null
    order by each.authority_id nulls last, each.version desc limit 1) as p;

create view projects.v_requirement as
  select p.authority_id, r.stage, r.kind, r.applies_when,
         array(select jsonb_array_elements_text(p.body -> 'roles' -> r.kind)) as roles
  from projects.v_policy p
  cross join lateral jsonb_to_recordset(p.body -> 'requirements') as r (stage text, kind text, applies_when text[]);

create view projects.v_clearance as
  select c.id, c.authority_id, c.project_id, c.kind, c.evidence, c.asks_for, c.granted_by, c.granted_at, c.valid_until,
         c.ended_at, c.ended_by, c.ended_reason,
         c.ended_at is null and (c.valid_until is null or c.valid_until > now()) as stands
  from projects.clearance c;

create view projects.v_emergency as
  select distinct on (project_id) project_id, authority_id, id as ruling_id, reason, made_at, until, person_id
  from projects.ruling where kind = 'emergency' and ended_at is null and until > now() order by project_id, until desc;

-- Everything a gate asks of a project with these traits, and whether it is met. A clearance of somebody who wrote the
-- declaration does not count: nobody clears their own work. `over_at`: when it ended or will end; null while open-ended.
create function projects.required(of_project integer, gate text, traits text[], people integer[])
returns table (kind text, roles text[], is_met boolean, over_at timestamptz, cause text, words text)
language sql stable as $$
  select r.kind, r.roles, coalesce(c.stands, false),
    case when c.id is null then greatest((select now_since from projects.promise where project_id = of_project), pol.saved_at)
      else coalesce(c.ended_at, c.valid_until) end,
    case when c.id is null then 'missing' when c.ended_by is not null then 'withdrawn' when c.ended_at is not null then 'lapsed'
      when c.valid_until is not null then 'expires' end,
    c.ended_reason
  from projects.project p
  join projects.v_policy pol on pol.authority_id = p.authority_id
  join projects.v_requirement r on r.authority_id = p.authority_id and r.stage = gate
  left join lateral (
    select each.id, each.ended_at, each.ended_by, each.ended_reason, each.valid_until, each.stands
    from projects.v_clearance each
    where each.project_id = of_project and each.kind = r.kind and each.granted_by <> all (people)
    order by each.id desc limit 1) as c on true
  where p.id = of_project
    and (r.applies_when && (array['always'] || traits)
      or ('asked_for' = any (r.applies_when) and exists (
        select 1 from projects.v_clearance asking
        where asking.project_id = of_project and asking.stands and r.kind = any (asking.asks_for))))
$$;

-- The gate a declaration of these traits goes through.
create function projects.gate_of(traits text[]) returns text language sql immutable parallel safe as $$
  select case when 'trial' = any (traits) then 'trial' else 'declaration' end
$$;

-- What each project lacks. `gate` is a stage, or the declaration: `is_coming` asks it of the one that waits or is written.
create view projects.v_gap as
  select p.id as project_id, p.authority_id, asked.gate, asked.is_coming, r.kind, r.roles, r.over_at, r.cause, r.words
  from projects.project p
  left join projects.promise pr on pr.project_id = p.id
  cross join lateral (
    select projects.gate_of(pr.now_traits) as gate, false as is_coming, pr.now_traits as traits, pr.now_people as people
      where pr.now_traits is not null
    union all
    select projects.gate_of(coalesce(pr.coming_traits, '{}')), true, coalesce(pr.coming_traits, '{}'), coalesce(pr.coming_people, '{}')
      where pr.coming_traits is not null or pr.now_traits is null
    union all
    select stage, false, coalesce(pr.now_traits, pr.coming_traits, '{}'),
      case when pr.now_traits is null then coalesce(pr.coming_people, '{}') else pr.now_people end
      from unnest(array['discover', 'define', 'develop', 'deliver', 'live', 'evaluated', 'closed']) as stage) as asked
  cross join lateral projects.required(p.id, asked.gate, asked.traits, asked.people) as r
  where not r.is_met;

create view projects.v_promise as
  select project_id, authority_id, now_traits, now_people, now_since, coming_traits, coming_people from projects.promise;

create view projects.v_standing as
  select s.project_id, s.authority_id, s.risk_from, s.suspended_from, s.is_continuity, s.kind, s.cause, s.words,
         coalesce(s.suspended_from <= now(), false) as is_suspended,
         coalesce(s.risk_from <= now(), false) and not coalesce(s.suspended_from <= now(), false) as is_at_risk,
         s.is_continuity and coalesce(s.risk_from <= now(), false) and not coalesce(s.suspended_from <= now(), false)
           and not exists (select 1 from projects.ruling go_on where go_on.project_id = s.project_id and go_on.kind = 'go_on'
                           and go_on.until > now() and go_on.made_at >= s.risk_from) as is_escalated
  from projects.standing s;

create view projects.v_ruling as
  select id, authority_id, project_id, kind, reason, until, person_id, made_at, ended_at from projects.ruling;
