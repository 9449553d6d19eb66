create schema actions;

create table actions.alert (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  project_id integer not null references projects.project,
  origin text not null,          -- finding:<id>, device:<id>:<what>
  device_id integer references register.device,
  place_id integer references register.place,
  severity integer not null,
  title text not null,
  detail text not null,
  raised_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'acknowledged', 'done', 'dismissed', 'over')),
  handled_by integer references identity.person,
  handled_at timestamptz,
  reason text,
  over_at timestamptz
);
create unique index alert_open_once on actions.alert (origin) where state in ('open', 'acknowledged');
create index alert_of_authority on actions.alert (authority_id, state, raised_at desc);

create table actions.webhook (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  name text not null,
  url text not null,
  secret_sealed bytea not null,  -- encrypted with the key of the data folder; signs each delivery
  created_by integer references identity.person,
  created_at timestamptz not null default now(),
  paused_at timestamptz
);

create table actions.delivery (
  id integer generated always as identity primary key,
  authority_id integer not null references identity.authority,
  webhook_id integer not null references actions.webhook,
  alert_id integer not null references actions.alert,
  event text not null,           -- alert.raised, alert.over …
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  next_at timestamptz,
  last_status integer,
  last_error text,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  unique (webhook_id, alert_id, event)
);

create view actions.v_alert as select * from actions.alert;
create view actions.v_delivery as select * from actions.delivery;
