-- News goes up: a commit writes one batch row in its own transaction; one dispatcher reads them in commit order
-- (transaction ids below the snapshot's xmin are all decided) and tells whoever listens.
create table base.batch (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  topic text not null,
  payload jsonb not null,
  announced_at timestamptz not null default now()
);
create index batch_in_commit_order on base.batch (xid, id);

create table base.batch_cursor (
  listener text primary key,
  xid xid8 not null default '0',
  id bigint not null default 0
);
